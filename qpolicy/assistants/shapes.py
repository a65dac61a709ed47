"""What the tools answer: the shapes from which their output schemas are made."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field


class Citation(BaseModel):
    """Where something stands, so that it can be quoted and looked up."""

    citation: str = Field(description="按公文习惯写的引用，如《…方案》（…号）第四部分第（八）项")
    plan: str = Field(description="规划的标识（slug），其他工具的 plan 参数")
    title: str = Field(description="规划标题，照原文")
    document_number: str = Field(description="发文字号，不知道的为空")
    issuer: str = Field(description="发文机关，不知道的为空")
    section: str = Field(default="", description="章节条的标识，get_section 和 get_task 的参数")
    path: list[str] = Field(default=[], description="从最上一级标题到本条，如 四、重点任务 → （八）…")
    url: str = Field(description="原文所在页面的网址")
    quote: str = Field(default="", description="原文文字，照原文字形")
    is_cut: bool = Field(default=False, description="原文文字是否只取了一部分")
    spans: list[tuple[int, int]] = Field(
        default=[], description="quote 在导入的原文中的起止字符位置（从 0 起，不含止）；人工录入或校订过的没有"
    )
    notes: list[str] = Field(default=[], description="引用时应注意的，如已被替代、已失效、经人工校订")


class Answer(BaseModel):
    summary: str = Field(description="一句话说明找到多少、列出多少、还剩多少")


class Listing(Answer):
    total: int = Field(description="符合条件的总数")
    is_lower_bound: bool = Field(default=False, description="总数是否只是下限")
    page: int = 1
    next_page: int | None = Field(default=None, description="还有下一页时的页码")


class PlanEntry(BaseModel):
    cited: Citation
    region: str
    level: str
    kind: str
    issued_on: date | None
    published_on: date | None
    period: str = Field(description="规划期，如 2023—2027")
    tasks: int = Field(description="任务数，不含保障措施和专栏工程")
    targets: int = Field(description="指标值数")


class PlanList(Listing):
    plans: list[PlanEntry]


class OutlineEntry(BaseModel):
    section: str
    kind: str
    depth: int
    heading: str
    url: str


class PlanDetail(Listing):
    """`total` counts the lines of the outline."""

    plan: PlanEntry
    caveats: list[str] = Field(description="关于文本来源和标题应知道的事，如来源是报纸摘登")
    source: str = Field(description="文本来源网址")
    sha256: str = Field(description="导入的原文的 SHA-256 校验值")
    replaces: str = Field(description="它所替代的旧版的标识")
    replaced_by: list[str] = Field(description="替代它的新版的标识")
    outline: list[OutlineEntry]


class SectionText(Answer):
    cited: Citation
    kind: str
    text: str = Field(description="本条及其下各条的全文，每条一段")
    characters: int = Field(description="全文字数")
    offset: int
    next_offset: int | None = Field(default=None, description="未完时下一段从第几个字开始")
    below: list[OutlineEntry] = Field(description="下一级各条")


class Duty(BaseModel):
    role: str = Field(description="牵头、负责或配合")
    departments: list[str] = Field(description="照原文写法")


class TargetEntry(BaseModel):
    indicator: str
    family: str = Field(default="", description="指标组：名称只在统计方式或范围上不同的指标")
    name: str = Field(description="文中的名称")
    statement: str = Field(description="目标值，如 ≥94 或 年均 7；相对的目标为原文的话")
    operator: str
    value: str | None
    upper: str | None
    unit: str
    year: int | None
    basis: str = Field(description="口径：年均、累计、提高、降低、新增")
    attribute: str = Field(description="预期性或约束性")
    standing: str = Field(
        default="", description="与上级规划相比：高于上级、与上级持平、低于上级、与上级口径不同、上级未设"
    )
    cited: Citation


class TaskHit(BaseModel):
    cited: Citation
    kind: str
    heading: str
    is_partial: bool = Field(description="是否只含检索词的一部分")


class TaskHits(Listing):
    partial_total: int = Field(description="另有多少条只含检索词的一部分，列在后面")
    hits: list[TaskHit]


class OtherTask(BaseModel):
    plan_title: str
    heading: str
    url: str


class TaskDetail(Answer):
    cited: Citation
    kind: str
    theme: str
    heading: str
    text: str
    duties: list[Duty]
    default_duties: list[Duty] = Field(description="规划统一写明、适用于每项任务的分工")
    deadline: str = Field(description="时限，照原文")
    targets: list[TargetEntry]
    alike: list[OtherTask] = Field(description="其他规划中相近的任务")


class Comparison(Listing):
    families: list[str] = Field(description="名称相符的指标组")
    plans: int = Field(description="比较的规划数")
    without: list[str] = Field(description="这些规划没有为这些指标设目标值")
    targets: list[TargetEntry]


class HeldDuty(BaseModel):
    department: str = Field(description="部门，照原文写法")
    official_name: str
    role: str
    is_default: bool = Field(description="是否为规划统一写明、适用于每项任务的分工")
    task: str = Field(description="任务标题")
    deadline: str
    cited: Citation


class DutyList(Listing):
    departments: list[str] = Field(description="查到的部门及其地区")
    duties: list[HeldDuty]


class Difference(BaseModel):
    said: str = Field(description="引文中的字，没有则为空")
    written: str = Field(description="原文中的字，没有则为空")


class NearPassage(BaseModel):
    likeness: float = Field(description="与引文相近的程度，1 为文字相同")
    cited: Citation
    differences: list[Difference] = Field(description="引文与原文不同之处")


class QuotationPlace(BaseModel):
    cited: Citation
    is_literal: bool = Field(description="标点和字形是否也与引文完全相同")


class Verification(Listing):
    """`total` counts the places."""

    verdict: str = Field(description="原文有此句；未找到此句，有相近的；未找到此句")
    is_found: bool
    places: list[QuotationPlace]
    near: list[NearPassage] = Field(description="未找到时最相近的几句")
