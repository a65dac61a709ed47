"""Tell what a web page, a download site or a printer added to the text of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.outline.lines import Line
from documents.outline.markers import ANNEX, BOX, marker_of

# Words of the frame around a page; a short line made of them alone is no part of a plan.
FRAME = re.compile(
    r"首页|主页|网站地图|站点地图|联系我们|关于我们|设为首页|加入收藏|收藏本页|返回顶部|返回首页|返回列表|回到顶部|上一[篇页条]|下一[篇页条]|没有了"
    r"|打印(?:本页|本文|文章|此页)?|关闭(?:窗口|本页|页面)?|分享(?:到|至)?|(?:微信)?扫一?扫.{0,24}|扫描二维码.{0,16}|手机(?:看|浏览|访问|版)|微信|微博|二维码|朋友圈|qq空间"
    r"|无障碍(?:浏览|阅读)?|长者(?:助手|模式)|关怀版|繁体版?|简体版?|english|登录|注册|搜索|检索|搜一搜|高级搜索|热搜词?"
    r"|字体|字号|大号|中号|小号|大 *中 *小|\[ *大|默认|超大|阅读次数|浏览次数|点击(?:数|率|次数)?|访问量|浏览量|阅读量|人次"
    r"|当前位置|您(?:现在)?的位置|所在位置|您当前的位置|政务公开|政府信息公开(?:目录|指南|专栏|年报)?|信息公开|互动交流|政民互动|政务服务|走进|专题专栏"
    r"|版权所有|主办单位|承办单位|主办|承办|技术支持|网站标识码|网站支持|ipv6|icp备|公网安备|公安备|备案号|免责声明|隐私|地址|邮编|邮政编码"
    r"|责任编辑|编辑|审核|校对|信息来源|来源|稿源|作者|发布时间|发布日期|发布单位|发布机构|更新时间|时间|日期|发文时间"
    r"|相关(?:链接|阅读|文件|解读|政策|附件|新闻|文章)|延伸阅读|政策解读|图解|附件下载|文件下载|点击下载|下载(?:附件|全文|本文)?|推荐阅读|热门|猜你喜欢|更多"
    r"|国务院部门网站|地方政府网站|政府部门网站|政府网站|部门(?:街镇)?网站|其他网站|友情链接|常用链接|新闻媒体",
    re.IGNORECASE,
)
# 下载文档前请自行甄别…平台不提供… / 如文档侵犯您的权益,请联系客服
BROKER = re.compile(
    r"文档|下载|预览|客服|退款|侵权|会员|vip|付费|积分|充值|上传者|网友|文库|原创力|豆丁|道客巴巴|本站|版权归|水印",
    re.IGNORECASE,
)
# — 3 — / - 12 - / 第 3 页 共 10 页 / 3 / 10 / Page 3
PAGE_NUMBER = re.compile(
    r"(?:[—–-]{1,2} *\d{1,4} *[—–-]{1,2}|第 ?\d{1,4} ?页(?:[, ]*共 ?\d{1,4} ?页)?|\d{1,4} ?/ ?\d{1,4}|page ?\d{1,4}|· ?\d{1,4} ?·|—\d{1,4})",
    re.IGNORECASE,
)
# ### 基本信息 / - **发布机构**：上海市相关部门 / ![](…) / <div> / ``` / ====
MARKUP = re.compile(
    r"(?:#{1,6} *(?:文档|基本信息|正文|原文|全文|内容)[ ::]*.{0,80}|- \*\*[^*]{1,20}\*\*[::].{0,200}|!\[.*|</?[a-z][^<>]{0,200}>|`{3}.{0,20}|[=*_~·.#━═-]{4,})",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,300}", re.IGNORECASE)
# Labels of a web page's record that say something about the plan; the reader of metadata wants them before they go.
RECORD = re.compile(
    r"(?:索 *引 *号|主题分类|体裁分类|组配分类|发文机关|发文字号|文 *号|成文日期|发布日期|发文日期|公开日期|生成日期|有 *效 *性|主 *题 *词|信息名称|标 *题|名 *称|关 *键 *词|公开方式|公开范围|公开责任部门|失效日期|废止日期|统一编号|登记号|规范性文件编号)[ ::]"
)

# 您当前所在的位置:首页>政务公开>法定主动公开内容
TRAIL = re.compile(
    r".{0,12}位置 ?[::].{0,80}|.{0,30}(?:首页|主页) ?[>》›»→].{0,80}|[一-鿿]{2,20}(?: *[>›»] *[一-鿿][^>›»。|\t]{1,20}){2,6}>?"
)
# The foot of a site, whatever its length: 网站标识码:… 公网安备…号
FOOT = re.compile(
    r"网站标识码|icp备|公网安备|公安备|版权所有|copyright|all rights reserved|技术支持[::]", re.IGNORECASE
)
# 相关链接: heads a list of other pages; nothing of the plan comes after it.
LINKS = re.compile(
    r"[【\[]?(?:相关(?:链接|阅读|文件|解读|政策|新闻|文章|稿件|信息|报道)|延伸阅读|推荐阅读|热门文章|猜你喜欢|政策解读|文件解读)[】\]]?[::]?"
)

LONGEST_FRAME = 60
LONGEST_FOOT = 200


def noise_in(lines: Sequence[Line]) -> set[int]:
    """Return the indices of the lines that are no part of the plan. Doubtful lines stay."""
    found = {index for index, line in enumerate(lines) if _is_noise(line.folded)} | _links(lines)
    return found | _closing_frame(lines, found)


def is_record(folded: str) -> bool:
    """Tell whether a line is a labelled entry of the page's record, such as 发文字号: …"""
    return bool(RECORD.match(folded)) and len(folded) <= 120


def _is_noise(folded: str) -> bool:
    return bool(
        PAGE_NUMBER.fullmatch(folded)
        or MARKUP.fullmatch(folded)
        or ADDRESS.fullmatch(folded)
        or _is_frame(folded)
        or (len(folded) <= LONGEST_FOOT and FOOT.search(folded) and not folded.endswith("。"))
        or _is_broker_notice(folded)
        or (len(folded) <= 120 and TRAIL.fullmatch(folded))
        or is_record(folded)
    )


def _is_frame(folded: str) -> bool:
    """A short line that holds no sentence and of which the words of a page's frame are the greater part."""
    if len(folded) > LONGEST_FRAME or folded.endswith(("。", "，", ";")) or _is_structure(folded):
        return False
    words = [found.group() for found in FRAME.finditer(folded)]
    if not words:
        return False
    covered = sum(map(len, words))
    rest = len(re.sub(r"[\s\d::/|>»·,.()\[\]【】〔〕_-]", "", folded)) - covered
    return rest <= 2 or covered >= 2 * rest or (len(words) >= 3 and covered >= rest) or _is_labelled(folded, words[0])


def _is_labelled(folded: str, word: str) -> bool:
    """来源:市市场监管局 发布时间:2024-05-01: a frame word with its value."""
    return folded.startswith(word) and folded[len(word) : len(word) + 2].lstrip().startswith((":", ">"))


def _is_broker_notice(folded: str) -> bool:
    """Sites that sell texts put notices about downloads and refunds around them; two of their words in a line tell."""
    return marker_of(folded) is None and len({found.group().lower() for found in BROKER.finditer(folded[:400])}) >= 2


def _is_structure(folded: str) -> bool:
    return marker_of(folded) is not None or bool(BOX.match(folded) or ANNEX.match(folded))


def _links(lines: Sequence[Line]) -> set[int]:
    """Return the lines from 相关链接 to the end, if no sentence comes after it."""
    for index in range(max(0, len(lines) - 30), len(lines)):
        if LINKS.fullmatch(lines[index].folded):
            behind = lines[index:]
            if all(
                len(line.folded) <= 100 and not line.folded.endswith(("。", ";")) and marker_of(line.folded) is None
                for line in behind
            ):
                return set(range(index, len(lines)))
    return set()


def _closing_frame(lines: Sequence[Line], known: set[int]) -> set[int]:
    """Return the short lines without a sentence that stand among frame lines at the very end."""
    found: set[int] = set()
    for index in range(len(lines) - 1, -1, -1):
        folded = lines[index].folded
        if index in known:
            continue
        if len(folded) > 20 or re.search(r"[。,;、《》\d年]", folded) or _is_structure(folded):
            break
        found.add(index)
    reached = min(found | {len(lines)})
    beside_frame = sum(index in known for index in range(reached, len(lines)))
    return found if beside_frame >= 2 else set()
