"""The words around a number: what tells the operator, what sets a target, what rules one out."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Words directly before the number, read from the number backwards: 合格率|均|达到|不低于|95%.
_BEFORE = {
    "at_least": r"不(?:得|应)?(?:低于|少于|小于)|至少|最少|最低|≥|>=",
    "at_most": r"不(?:得|应)?(?:超过|高于|大于|多于)|至多|最多|最高|≤|<=",
    "more": r"超过|超出|突破|高于|大于|多于|优于|迈上|跨越|超|(?<![通经越不])过|>",
    "less": r"低于|少于|小于|<",
    "about": r"大约|约为|(?<![节公条合契])约|接近|(?<![附靠])近",
    "level": (
        r":|(?:提高|提升|增长|增加|扩大|扩充|拓展|扩展|延长|上升|发展|壮大|下降|降低|减少|压缩|压减|缩短|缩减|控制|稳定|保持|维持)(?:到|至|在)|"
        r"稳定保持在?|保持稳定在?|[升增降减缩](?:到|至)|达到|达至|到达|(?<![发到抵])达|实现|保持|"
        r"(?<![作成行认分列设])为|是|占|(?<![存所现潜内])在|(?<![得看])到|至"
    ),
    "added": r"新增加?|净增加?",
    "rise": r"提高|提升|增长|增加|上升|扩大|递增|[增升]",
    "fall": r"下降|降低|减少|压减|压缩|缩短|缩减|削减|[降减]",
    "each": r"分别",
    "yearly": r"年均|年平均|每年|逐年",
    "total": r"累计|[三五]年共?|合计|总计|共计|总共",
    "adverb": (
        r"力争|争取|努力|确保|基本|总体上?|整体|平均|(?<![人年户])均|(?<![首成])都|各|(?<![主需重必])要|(?<![响反供适效对])应|(?<!必)须|将|"
        r"(?<![认许])可|能够|全部|稳步|稳定|逐步|不断|持续|继续|进一步|每[十百千万]{0,3}(?:人口?|户|名|家|个|亩|公里)|大幅度?|明显|显着|有望|最终|(?<!公)共|同比|首次|一次性|再|力求|并"
    ),
}
BEFORE = re.compile("(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE.items()) + ") {0,3}$")
LONGEST_WORD, MOST_WORDS = 8, 6

# 培育省级标杆企业35家, 申报建设1个中心: verbs that bring forth what is counted.
_BRINGING = (
    "培育 培养 批准 筹建 筹备 续建 增设 构建 打造 新增加 新增 净增 新建 改建 扩建 新改扩建 创建 创成 争创 申报 申建 申请 遴选 形成 制定 制订 制修订 修订 研制 引进 引育 招引 "
    "引入 组建 布局 认定 评定 扶持 完成 实施 开展 举办 承办 组织 获得 获批 获评 荣获 争取 夺取 发布 推出 评选 评出 选树 树立 选拔 设立 建成 建立 "
    "建设 淘汰 攻克 吸引 新上 促成 取得 导入 参与 主导 牵头 主持 承担 起草 编制 配备 配置 投放 整治 命名 推选 推荐 挖掘 总结 提炼 征集 归集 推介 "
    "入选 解决 提供 启动 谋划 达成 壮大 拥有 突破 帮扶 发展 服务 推广 改造 提升 改造提升 覆盖 减轻 压减 关停 查办 化解 盘活 办理 查处 绘制 编写 编印 出台 获"
)
# 企业上云, 质量培训100场: verbs that are as often part of a name.
_HANDLING = (
    "认证 孵化 转化 集聚 聚集 更新 升级 修复 治理 检测 抽检 监督抽查 抽查 检查 验收 登记 注册 培训 生产 出口 创造 储备 签约 上市 转移 消化 落地 走访 惠及 "
    "指导 诊断 规范 整改 推进 推动 实现 达到 带动 促进 支持 引导 鼓励 组织 累计 力争 确保 改建 采集 发放 落实 安排 派驻 选派 招聘 安置"
)
# 每年安排1亿元 says what is done, and not to what.
VERB_ONLY = re.compile(
    r"(?:安排|落实|推进|推动|实现|达到|带动|促进|支持|引导|鼓励|采集|发放|派驻|选派|招聘|安置|走访|惠及|提升|改造提升|压减|新增|完成|开展|实施)+"
)
# 3家企业申报质量奖 are 申报质量奖企业.
ACTOR = re.compile(r"(?P<actor>企业|单位|机构|组织)(?=(?:申报|申请|争创|参评|竞争|获得?|荣获|通过|入选))")
# 服务业, 发展指数, 建设用地: the same words as part of a noun.
_NOMINAL = r"(?!率|数|量|业|型|者|器|的|度|额|面积|规模|里程|机构|中心|基地|平台|人员|能力|体系|站|力|性|化|总|指数)"
_OFTEN_NOMINAL = {
    "服务": r"(?!质量|贸易|水平|设施|企业|满意|标准|网|点|半径|出口|收入)",
    "发展": r"(?!质量|水平|基金|园|区)",
    "建设": r"(?!项目|工程|用地|水平|资金|周期|标准|任务)",
    "改造": r"(?!项目|工程)",
    "推广": r"(?!项目|价值)",
    "培养": r"(?!质量|对象)",
    "突破": r"(?!性)",
    "获": r"(?![奖证利])",
}


def _any(words: str) -> str:
    return "|".join(word + _OFTEN_NOMINAL.get(word, "") for word in sorted(words.split(), key=len, reverse=True))


_MANNER = "全面|加快|加强|进一步|不断|持续|积极|大力|着力|有效|稳步|逐步|基本|重点|切实|深入|继续|努力|率先|有序|统筹|高标准|高质量|高水平|主动|探索|共同|联合|协同|合作"
_SCOPE_OF_VERB = (
    r"(?:(?:全[省市县区州国]|[我本][省市县区州]|各[地县市区]{1,3})(?:将|要|计划)?)?" + rf"(?:(?:{_MANNER}){{1,2}}+)?"
)
BRINGING_AT_START = re.compile(rf"{_SCOPE_OF_VERB}新?(?:{_any(_BRINGING)}){_NOMINAL}[、和或及并与]?")
MAKING_AT_START = re.compile(rf"{_SCOPE_OF_VERB}新?(?:{_any(_BRINGING + ' ' + _HANDLING)}){_NOMINAL}")
MAKING_AT_END = re.compile(rf"(?:{_any(_BRINGING + ' ' + _HANDLING)}) ?$")
# 加快推进, 力争, 其中: words before a name that do not belong to it.
LEADING = re.compile(
    r"目前|(?:全[省市县区州国])?(?:现有|已有|共有)|现已|[ 、·—\-*和及与■]+|[\u2460-\u2473]|\d{1,2}[.、](?!\d)|"
    r"(?:[一二两三四五六七八九十\d]{1,2}年|年|周期)(?:之?内|时间)|今年|(?:今?年|[上下]半年)底?前|[一二两三四五六]年(?=[^内限期级])|"
    r"其中:?|力争|争取|努力|确保|保证|预计|预期|力求|从而|进而|同时|以及|并(?![网购联])|且|也|使得|使(?!用|命)|让|把|将(?![军来])|"
    rf"由此|即|[一二三四五六]是|(?:(?:{_MANNER}){{1,2}}+)?"
    r"(?:实现(?!程度)|完成(?![率量度情])|推动(?!力)|推进|促进|带动|引导(?!基金|资金)|鼓励|支持(?!率|力)|做到|达到|保持)|"
    r"年均|每年|累计|总计|全年|总体|(?:全面|力争)?(?=全[省市县区州国])"
)
SETTING = re.compile(r"力争|争取|确保|努力|推动|推进|促进|带动|引导|鼓励|支持|实现|完成|做到|累计|每年|年内")
SCOPE = re.compile(
    r"(?:全[国省市县区州域]|[我本](?:国|省|市|县|区|州)|各[地县市区]|每个?[县市区]|辖区内?|年内|范围内?|[在内新再约共]| )*"
)
# 奖励100万元, 给予50%补助.
REWARD = re.compile(
    r"奖励|奖补|补助|补贴|资助|给予|罚款|处罚|贴息|补偿|奖金|扶持资金|配套资金|拨付|减免|退还|返还|赔偿|处以|并处"
)
PAST = re.compile(
    r"目前|现有|(?<!公)共有(?!产|住|制)|现已|已(?![知婚])|(?<!以)上年|去年|近年来|过去|迄今|以来(?= ?$)|原有|先后|仅[为占有]?\d|只有|不足\d"
)
PAST_SENTENCE = re.compile(r"截[至止]|目前|近年来|过去|以来(?= ?$)|去年|(?<!以)上年")
# 每年考核1次 says how often something is done.
SCHEDULE = re.compile(r"每(?:个?季度?|半年|年|个?月|周)|定期")
# 29项具体任务, 3个方面: the plan counts its own parts.
OWN_PARTS = re.compile(
    r"(?:[^、和]{0,4}(?:专班|工作组|领导小组|专项组)|(?:具体|重点|主要|关键|专项|核心|保障|基本|重大|大类|工作){0,2}+(?:任务|措施|举措|方面|环节|部分|条款|问题|要求|原则|章|层面|维度|阶段|等级|层次|类别|步骤|指标|内容|领域|板块|机制|制度|政策|意见|工作日|月|小时|转变|坚持))"
)
_AFTER = r" {0,3}(?:$|[、和与及或且并,;。:!?\n“”|■—)]|以及|其中)"
AFTER_QUANTITY = re.compile(rf"(?: {{0,3}}(?:大关|关口|台阶|规模|的?水平|的?目标|的?要求)(?={_AFTER}))?{_AFTER}")
GLUE = re.compile(r" ?(?:[、和及与或,]|以及) ?")
# 由60%提高到75%: the first is where things stand.
# 提高到2025年的12件: the year between verb and number.
YEAR_OF_VALUE = re.compile(r"(?<![比较于在同与以])20\d\d ?年(?:年?[底末])? ?的? ?$")
STARTING_POINT = re.compile(
    r"(?:由|从|自)(?:目前|现在|当前|现有|原来|上年|去年|20\d\d ?年(?:年?[底末])?)?(?:的|约)? ?$"
)
COMPARISON = re.compile(
    r"(?:(?:比(?![重例率])|较|与|(?<!合)同(?!期)|在(?![孵建册校库营]))[^,;比]{0,10}?(?:\d年(?:年?[底末])?|上年|去年|同期|基期|期末)(?:的?基础上|同期|相比|比)?|同比|环比|同期) ?$"
)
# 对…的, 年营业收入2000万元以上的: who is meant, not what is to be reached.
CONDITION = re.compile(r"的 ?$")
ADDED = re.compile(r"新增|净增")
YEARLY = re.compile(r"年均|每年")
CUMULATIVE = re.compile(r"累计")
# The counted noun ends where another verb goes on.
STOP = re.compile(r"并(?![购网联])|同时|其中|以及|且")
# 专项资金5000万元 is spent, not reached.
FUNDS = re.compile(r"(?:专项|财政|奖励|引导|扶持|补助|工作|保障|配套|上级|建设)?(?:资金|经费|预算)$")
# 均达到95%: each of the names that 和 joins has the value.
SHARED = frozenset(("均", "都", "各", "分别"))


@dataclass(frozen=True, slots=True)
class Peeled:
    """What stands directly before a number: where it begins, and its words by kind."""

    start: int
    words: tuple[tuple[str, str], ...]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.words)

    @property
    def is_verb(self) -> bool:
        """达到, 不低于, 增长: something is said to have the value."""
        return bool(self.kinds & {"level", "rise", "fall", "at_least", "at_most", "more", "less"})

    @property
    def is_firm(self) -> bool:
        """达到 or a comparison, more than 为, 在, 到."""
        return bool(self.kinds & {"rise", "fall", "at_least", "at_most", "more", "less"}) or any(
            kind == "level" and (len(word) > 1 or word == "达") for kind, word in self.words
        )

    def operator(self, bound: str | None) -> str:
        """The sign of contracts.md that the words before and behind the number stand for."""
        for kind, operator in (("at_least", ">="), ("at_most", "<="), ("more", ">"), ("less", "<")):
            if kind in self.kinds:
                return operator
        if bound:
            return ">=" if bound.endswith("以上") else "approx" if bound in ("左右", "上下") else "<="
        return "approx" if "about" in self.kinds else "="

    @property
    def basis(self) -> str | None:
        for kind, basis in (
            ("yearly", "annual"),
            ("total", "cumulative"),
            ("added", "added"),
            ("rise", "increase"),
            ("fall", "decrease"),
        ):
            if kind in self.kinds:
                return basis
        return None


def peel(masked: str, start: int, end: int) -> Peeled:
    """Take the words of measure before masked[end] away, one by one."""
    words: list[tuple[str, str]] = []
    for _ in range(MOST_WORDS):
        found = BEFORE.search(masked, max(start, end - LONGEST_WORD), end)
        if not found or not found.lastgroup:
            break
        words.append((found.lastgroup, found[found.lastgroup]))
        end = found.start()
    return Peeled(end, tuple(words))
