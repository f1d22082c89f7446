"""Wording on Taiwan, Hong Kong and Macao, national autonomy, posts and groups of people."""

from __future__ import annotations

from baguan.model import Applicability, Basis, Severity, Strength
from baguan.rule import Bad, PatternRule, Rule

_PRESS = Basis("新闻单位通行的用语规范", "", Strength.PRACTICE)
_CONSTITUTION = Basis("宪法和有关组织法的职务名称", "", Strength.PRACTICE)
_REGIONS = {"新疆": "新疆维吾尔自治区", "广西": "广西壮族自治区", "宁夏": "宁夏回族自治区"}
_COUNTRIES = (
    "美国|日本|韩国|新加坡|英国|法国|德国|俄罗斯|澳大利亚|加拿大|泰国"
    "|马来西亚|印度尼西亚|印度|越南|意大利|西班牙|新西兰"
)

RULES: list[Rule] = [
    PatternRule(
        code="ZC501",
        name="taiwan-beside-china",
        severity=Severity.WARNING,
        message="不把台湾、香港、澳门与中国并称：台湾与大陆、两岸，内地与香港、澳门",
        basis=_PRESS,
        anchors=("中国", "中港", "中台"),
        pattern=(
            r"(?<=[^\u4e00-\u9fff]|^|在|推动|促进|加强)(?:台湾|香港|澳门)[与和]中国(?!内地|大陆|香港|台湾|澳门|[\u4e00-\u9fff]{0,6}(?:公司|银行|协会|集团))"
            r"|中国[与和](?:台湾|香港|澳门)(?=(?:的|之间|两地|关系|经贸|贸易|往来|签署|签订|、|，|。))"
            r"|中港(?=关系|两地|边境|合资)|中台(?=关系(?![到着])|两国)"
        ),
        quoted=Severity.INFO,
        bad=[Bad("促进⟦台湾与中国⟧的交流。"), Bad("⟦中国和香港⟧之间的经贸往来。"), Bad("⟦中港⟧两地合作项目。")],
        good=[
            "促进台湾与大陆的交流，密切内地与香港、澳门的联系。",
            "建设数据中台和业务中台，中台关系到成效。",
            "香港与中国内地的合作。",
            "集中港区资源，疏通中港路。",
            "来自中国香港、中国台湾的选手。",
        ],
    ),
    PatternRule(
        code="ZC502",
        name="region-among-countries",
        severity=Severity.WARNING,
        message="港澳台与外国并列时写“国家和地区”",
        basis=_PRESS,
        anchors=("等国", "等多个国家", "等国家", "个国家"),
        pattern=(
            rf"(?:(?<=(?:{_COUNTRIES})、(?:[\u4e00-\u9fff]{{2,6}}、){{0,6}}(?:台湾|香港|澳门)(?:、[\u4e00-\u9fff]{{2,6}}){{0,6}})"
            rf"|(?<=(?:台湾|香港|澳门)、(?:[\u4e00-\u9fff]{{2,6}}、){{0,6}}(?:{_COUNTRIES})(?:、[\u4e00-\u9fff]{{2,6}}){{0,6}}))"
            r"等(?:\d{1,3}|[一二三四五六七八九十]{1,3}|多|几)?个?(?:国家|国)(?![和或及、与际内家籍地])"
        ),
        bad=[Bad("产品出口日本、香港、新加坡⟦等国家⟧。"), Bad("来自台湾、韩国、泰国⟦等5个国家⟧的客商。")],
        good=[
            "产品出口日本、香港、新加坡等国家和地区。",
            "产品出口日本、韩国、新加坡等国家。",
            "来自台湾、韩国等5个国家和地区的客商。",
        ],
    ),
    PatternRule(
        code="ZC503",
        name="cross-strait-places",
        severity=Severity.WARNING,
        message="“{text}”宜写作“{fix}”",
        basis=_PRESS,
        anchors=("两岸三地", "两岸四地"),
        pattern=r"两岸[三四]地(?![块段带处])",
        fix=lambda match: "两岸暨香港" if match[0] == "两岸三地" else "两岸暨香港、澳门",
        applicability=Applicability.DISPLAY,
        quoted=Severity.INFO,
        bad=[
            Bad("⟦两岸三地⟧学者出席。", fix="两岸暨香港学者出席。"),
            Bad("⟦两岸四地⟧青年", fix="两岸暨香港、澳门青年"),
        ],
        good=["两岸暨香港、澳门学者出席。", "河流两岸三地块规划"],
    ),
    PatternRule(
        code="ZC504",
        name="taiwan-offices",
        severity=Severity.WARNING,
        message="涉台称谓“{text}”不妥，应加引号或者改用“台湾当局”“台湾地区领导人”“台湾地区有关规定”等",
        basis=_PRESS,
        anchors=(
            "台湾政府",
            "台湾总统",
            "台湾行政院",
            "台湾立法院",
            "台湾国防部",
            "台湾外交部",
            "台湾国立",
            "台湾地区总统",
        ),
        pattern=r"台湾(?:地区)?(?:政府|总统|行政院|立法院|国防部|外交部)|台湾国立(?=[\u4e00-\u9fff]{1,6}(?:大学|学院))",
        quoted=Severity.INFO,
        bad=[Bad("与⟦台湾政府⟧接触。"), Bad("⟦台湾国立⟧清华大学来访。"), Bad("⟦台湾总统⟧选举")],
        good=["台湾当局“总统”", "台湾地区领导人", "台湾大学来访。", "不使用“台湾当局政府”一词。"],
    ),
    PatternRule(
        code="ZC505",
        name="sovereignty-transfer",
        severity=Severity.WARNING,
        message="应写作“中国恢复对香港（澳门）行使主权”或者“回归祖国”",
        basis=_PRESS,
        anchors=("主权移交", "主权回归", "回归中国主权"),
        pattern=r"(?<=(?:香港|澳门|港澳)(?:的)?)主权(?:移交|回归)|(?<=(?:香港|澳门|港澳))回归中国主权",
        quoted=Severity.INFO,
        bad=[Bad("香港⟦主权移交⟧二十五周年"), Bad("澳门⟦回归中国主权⟧后")],
        good=["香港回归祖国二十五周年", "中国恢复对香港行使主权"],
    ),
    PatternRule(
        code="ZC506",
        name="autonomous-region-short",
        severity=Severity.WARNING,
        message="自治区名称漏了民族名，“{text}”应写作“{fix}”",
        basis=_PRESS,
        anchors=("新疆自治区", "广西自治区", "宁夏自治区"),
        pattern=r"(?:新疆|广西|宁夏)自治区",
        fix=lambda match: _REGIONS[match[0][:2]],
        applicability=Applicability.DISPLAY,
        bad=[
            Bad("⟦新疆自治区⟧党委", fix="新疆维吾尔自治区党委"),
            Bad("⟦广西自治区⟧主席", fix="广西壮族自治区主席"),
        ],
        good=["新疆维吾尔自治区党委", "内蒙古自治区、西藏自治区", "新疆、广西、宁夏等自治区"],
    ),
    PatternRule(
        code="ZC507",
        name="wrong-post-title",
        severity=Severity.WARNING,
        message="职务名称有误，“{text}”应写作“{fix}”",
        basis=_CONSTITUTION,
        anchors=("检察院院长", "人大副主任", "人大副委员长"),
        pattern=(
            r"(?<!法院、)(?<=人民|[省市县区州])检察院院长"
            r"|(?<=[省市县区州旗])人大副主任(?!委员|会议)|全国人大副委员长"
        ),
        fix=lambda match: {
            "检察院院长": "检察院检察长",
            "人大副主任": "人大常委会副主任",
            "全国人大副委员长": "全国人大常委会副委员长",
        }[match[0]],
        applicability=Applicability.DISPLAY,
        quoted=Severity.INFO,
        bad=[
            Bad("市人民⟦检察院院长⟧作报告。", fix="市人民检察院检察长作报告。"),
            Bad("省⟦人大副主任⟧出席。", fix="省人大常委会副主任出席。"),
        ],
        good=[
            "市人民检察院检察长作报告。",
            "省人大常委会副主任出席。",
            "市人大财经委副主任委员",
            "法院、检察院院长联席会议",
        ],
    ),
    PatternRule(
        code="ZC508",
        name="doubled-province",
        severity=Severity.INFO,
        message="“{text}”宜写作“{fix}”，省、市不重复",
        basis=Basis("公文写作惯例", "", Strength.PRACTICE),
        anchors=("省省委", "市市委"),
        pattern=r"(?<=[\u4e00-\u9fff]{2})(?<![某各全])(?:省省委|市市委)(?=书记|副书记|常委|办公厅|办公室|组织部|宣传部)",
        fix=lambda match: match[0][1:],
        applicability=Applicability.UNSAFE,
        bad=[Bad("甲乙⟦省省委⟧书记到会。", fix="甲乙省委书记到会。")],
        good=["某市市委书记、各市市委书记到会。", "甲乙省委书记到会。", "甲乙省省长到会。", "甲乙市市长到会。"],
    ),
    PatternRule(
        code="ZC509",
        name="disrespectful-term",
        severity=Severity.WARNING,
        message="“{text}”含有歧视，应写作“{fix}”",
        basis=_PRESS,
        anchors=("残废人", "瞎子", "弱智"),
        pattern=r"残废人(?!员(?:证|抚恤))|(?<![黑算])瞎子(?!摸|点灯|阿炳|沟|岛|河|山)|弱智(?=儿童|少年|人员|人群|学生|群体|者)",
        fix=lambda match: {"残废人": "残疾人", "瞎子": "盲人", "弱智": "智力残疾"}[match[0]],
        quoted=Severity.INFO,
        bad=[
            Bad("走访⟦残废人⟧家庭。", fix="走访残疾人家庭。"),
            Bad("救助⟦弱智⟧儿童。", fix="救助智力残疾儿童。"),
        ],
        good=["走访残疾人家庭。", "黑瞎子岛保护开发", "不能瞎子摸象", "聋哑学校"],
    ),
    PatternRule(
        code="ZC510",
        name="wrong-religion-term",
        severity=Severity.INFO,
        message="“{text}”应写作“{fix}”",
        basis=_PRESS,
        anchors=("穆斯林国家", "回教", "回回族", "蒙古大夫"),
        pattern=r"穆斯林国家|(?<![返来])回教(?=徒|国家|信仰|寺|节|[，。、])|回回族|蒙古大夫",
        fix=lambda match: {"穆斯林国家": "伊斯兰国家", "回教": "伊斯兰教", "回回族": "回族", "蒙古大夫": "庸医"}[
            match[0]
        ],
        bad=[Bad("与⟦穆斯林国家⟧开展经贸合作。", fix="与伊斯兰国家开展经贸合作。")],
        good=["与伊斯兰国家开展经贸合作。", "召回教师培训，返回教室。"],
    ),
]
