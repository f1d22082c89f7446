"""错别字 seen by an external engine that the user has chosen, or by the user's own pairs."""

from __future__ import annotations

from baguan.model import Basis, Severity, Strength
from baguan.rule import Bad, Good, Rule
from baguan.typo_engines.rule import EngineRule

_PAIRS = {"confusion": {"贯撤": "贯彻", "交通先行": "交通限行", "撤落": "彻落", "申办": "承办", "不了": "不了了之"}}

EXTERNAL = EngineRule(
    code="WZ190",
    name="external-engine",
    severity=Severity.WARNING,
    message="“{text}”疑是“{fix}”之误",
    basis=Basis("《党政机关公文处理工作条例》", "第二十条", Strength.MUST),
    explanation=(
        '外部引擎（--typo-engine，如 pycorrector:kenlm）或自定义混淆集（选项 confusion，"错词" = "正词"）的意见，'
        "默认都不启用。"
        "外部引擎误报较多，不在本工具的误报承诺之内，所以最高只到警告，从不自动改；不可信的一律不报：把数字改成别的数字的、"
        "改出非汉字的、落在词表词语和文中自行定义的简称、反复出现的名称里的。引号、书名号里的降为提示。"
        "选项 minimum-probability：给出概率的引擎（macbert）低于此值的不报。"
    ),
    bad=[
        Bad("各单位要认真⟦贯撤⟧落实。", fix="各单位要认真贯彻落实。", options=_PAIRS),
        Bad("周一起⟦交通先行⟧，请错峰出行。", fix="周一起交通限行，请错峰出行。", options=_PAIRS),
        Bad("整改不能⟦不了⟧。", fix="整改不能不了了之。", options=_PAIRS),
    ],
    good=[
        "各单位要认真贯撤落实。",  # no engine, no pairs: nobody is asked
        Good("各单位要认真贯彻落实。", options=_PAIRS),
        Good("问题整改不能不了了之。", options=_PAIRS),
        Good("第十五届全国运动会申办委员会（以下简称“申办委”）成立。申办委负责赛事筹备。", options=_PAIRS),
    ],
)

RULES: list[Rule] = [EXTERNAL]
