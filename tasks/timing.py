"""Words for when something is to be done, as they stand among names: 2025年6月底前, 年内完成, 持续推进."""

from __future__ import annotations

NUMERAL = r"[\d一二三四五六七八九十]"
BEFORE = r"(?:之?前|以前)"
# 2025年6月底前
DATE = (
    r"(?:到|至|于|在)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?"
    rf"(?:年?[底末初]|[上下]半年|第?[一二三四]季度|度?内)?{BEFORE}?"
)
# 6月底前, 每年12月31日前, 今年年底前, 年内, 上半年, 三个月内
SHORT_DATE = (
    rf"[到至于在]?(?:(?:[今本当明次每]年)?{NUMERAL}{{1,3}}月"
    rf"(?:{NUMERAL}{{1,3}}日{BEFORE}?|(?:[底末初]|[上中下]旬){BEFORE}?|{BEFORE})"
    rf"|[今本当明次每]年(?:年?[底末]|[上下]半年){BEFORE}?|[今本当]?年度?内|年[底末]{BEFORE}"
    rf"|[上下]半年{BEFORE}?|第?[一二三四]季度[底末]?{BEFORE}?|{NUMERAL}{{1,3}}(?:个月|个工作日|年|天|日)内)"
)
# 持续推进, 长期坚持, 立行立改: no body is called so.
LASTING = r"(?:持续|长期|全年|常年|常态化?)"
ONGOING = rf"(?:{LASTING}|每年|逐年|适时|按[时期]|限[时期]|随时|立即|立行立改|即知即改|分阶段|分年度)"
STEP = r"完成|推进|推动|落实|实施|开展|启动|建成|办结|取得|实现|达到|见效|坚持|制定|出台|整改|执行|提升|巩固|深化|加强"
SURELY = r"(?:全面|基本|力争|全部)"
