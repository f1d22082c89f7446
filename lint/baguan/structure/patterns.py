"""What the elements at the top of a 公文 look like."""

from __future__ import annotations

from baguan.lazy import lazy_pattern

SPACE = r"[ \t\u3000\u00a0]"
COPY_NUMBER = lazy_pattern(r"\d{6}")
SECRECY = lazy_pattern(r"(?:密级[：:])?(?:绝密|机密|秘密)(?:[★☆\*].{0,16})?")
URGENCY = lazy_pattern(
    r"(?:紧急程度[：:])?(?:特急|加急|特提|平急|急件|特急件|加急件|紧急|紧急件|火急|十万火急|万急|急|平件|普通件)"
)
NUMBER = lazy_pattern(
    r"(?P<number>(?:[\u4e00-\u9fff]|[A-Za-z×○]){1,20}" + SPACE + r"{0,2}"
    r"(?:[〔\[［【（(〈<﹝]"
    + SPACE
    + r"?(?:19|20)?(?:\d{2}|[×X]{2,4})"
    + SPACE
    + r"?年?[〕\]］】）)〉>﹞]|(?:19|20)\d{2}年?[-－—]?)"
    + SPACE
    + r"{0,2}第?"
    + SPACE
    + r"{0,2}(?:[\d×X_＿]{1,5}"
    + SPACE
    + r"?号?|"
    + SPACE
    + r"{0,4}号))"
    r"(?:" + SPACE + r"+(?P<rest>.*))?"
)
ORDER_NUMBER = lazy_pattern(r"第" + SPACE + r"?[\d〇一二三四五六七八九十百×]{1,6}" + SPACE + r"?[号期次]")
ISSUE_NUMBER = lazy_pattern(
    r"[（(]?(?:[〔\[]?(?:19|20)\d{2}年?[〕\]]?)?S?(?:总?第)?S?\d{1,4}S?[号期次][）)]?".replace("S", SPACE)
)
ISSUE = lazy_pattern(r"[（(]" + SPACE + r"?\d{1,4}" + SPACE + r"?[）)]")
ISSUED_BY = lazy_pattern(
    r"[^，。；：\d]{4,30}" + SPACE + r"{1,40}(?:19|20)\d{2}年\d{1,2}月\d{1,2}日"
)  # the line below the number of a 纪要
SIGNATORY = lazy_pattern(r"签发人" + SPACE + r"{0,4}(?:[：:]|" + SPACE + r").{0,60}|签发人")
NOISE = lazy_pattern(
    r"https?://|法宝引证码|^内部(?:资料|文件)[^，。；：]{0,12}$|^(?:来源|发布时间|发布日期|索引号|浏览次数|字体|信息来源|主题分类)[：:]"
)
SENTENCE = lazy_pattern(r"[。；;！？!?]")
HEADNOTE = lazy_pattern(r"[（(].*(?:通过|批准|公布|发布|修订|修正|施行|印发|\d日)[^（）()]{0,12}[）)]")
ORDINAL = lazy_pattern(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十百\d]+[章条编节])"
)
SHORT = 60
LONGEST_TITLE = 150
DATE_ONLY = lazy_pattern(
    r"(?:19|20)\d{2}" + SPACE + r"?年" + SPACE + r"?\d{1,2}" + SPACE + r"?月" + SPACE + r"?\d{1,2}" + SPACE + r"?[日号]"
)
AUDIENCE = lazy_pattern(
    r"(?:尊敬的|敬爱的|亲爱的|同志们|各位(?!副)|女士们|先生们|朋友们|同学们|老师们|代表们|委员们|乡亲们|家长|主席先生)"
)
BODY_TAIL = lazy_pattern(r"(?:如下|以下|下列|包括|为|是|要求|指出|强调|说|问|答|认为|通知|报告)[：:]$")
UNIT = (
    r"(?:人民政府|政府|委员会|党委|党组|[省市县区州旗]委|办公厅|办公室|局|厅|部|委|院|署|总会|学会|协会|商会|联合会|公会|工会|妇联|残联|文联|社科联|供销社|"
    r"站|所|中心|公司|集团|大学|学院|学校|中学|小学|医院|银行|处|科|股|队|支队|大队|法院|检察院|管委会|指挥部|领导小组|办事处|[乡镇]|组|馆|台|团委|"
    r"工委|纪委|监委|常委会|代表大会|支部|总支|场|库|厂|单位|部门|机构|团体|企业|社区|街道|[×XＸ]{2,})"
)
UNIT_END = lazy_pattern(UNIT + r"(?:[（(][^（）()]{1,20}[）)])?$")


def is_unit(text: str) -> bool:
    """Whether a short text ends like the name of an organisation."""
    return len(text) <= SHORT and UNIT_END.search(text) is not None and not SENTENCE.search(text)
