"""Does every text say a thing by its one name, and nothing by a name that was given up?

Texts are those of the catalogue (all that templates, code and scripts mark, each with its Chinese),
the pages that stand without it, the glossary and the read-mes.
"""

import json
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
BARE_PAGES = ("400.html", "500.html", "503.html")
# What is not said any more, as a regular expression, and what is said instead.
RETIRED = {
    "en": {
        r"\bjudges\b": "evaluators",
        r"\bmarks? (given|were|was|that|count|stand)\b|\bmarks? of %": "scores",
        r"(whose|their|those) marks\b": "scores",
        r"\b[Ll]ook (again|at what|first|into)": "Read again, Preview, Check",
        r"^Look\b": "View",
        r"\bLeave it\b": "Cancel",
        r"^(Keep|Discard|Propose) it$": "Keep, Discard, Propose",
        r"\b[Mm]ind$": "Note",
        r"\bis there\. You chair": "created; you are the chair",
        r"\bis there already\b": "already exists",
        r"^The results are there": "Results are ready",
        r"\bfirst with \d|^First with$": "chance of first place",
        r"\bGo to the seal\b": "Seal",
        r"\bMake it in (Chinese|English)\b": "Chinese PDF, English PDF",
        r"\blast in on\b": "last signed in",
        r"\bNot to be seen yet\b": "Not available yet",
        r"\blifts the evidence\b": "raises the evidence",
        r"\byuan\b": "CNY",
        r"…\.|\.\.\.": "…",
        r"^See (the|progress)": "View",
        r"\b(access|one-time) link\b": "sign-in link",
        r"\b[Gg]ive up\b|\b[Gg]iven up\b|\b[Gg]ave .* up$": "Stop",
        r"\b[Pp]ut (it )?right\b": "Fix, Correct",
        r"^Store\b|\bNothing (was|is) stored\b": "Save, Nothing was saved",
        r"\bScreened out\b|\bscreens? .* out\b": "excluded, excludes",
        r"\b[Ww]eighted (total|score)\b": "total points",
        r"\b[Rr]ank acceptability\b": "probability of each rank",
        r"\bcosts? the least\b": "lowest total cost",
        r"\b[Nn]obody agree[sd] on weights\b": "no preset weights",
        r"\bfreez(e|es|ing)\b|\bfrozen\b|\bfinali[sz]e": "seal",
    },
    "zh": {
        "必备": "必须项",
        "由它加人": "由管理员添加成员",
        "建好选型|建好了": "创建选型",
        "先等等|先不定稿|现在不行": "暂不进入、暂不定稿、稍后再说",
        "看看读成什么|再看一遍|读懂了|读不懂": "预览识别结果、重新识别、识别出、无法识别",
        "为什么付钱|哪年付多少": "费用信息、分年金额",
        "保留均分|沿用均[分值]|确定分值|先不公布": "采用均分并公布",
        "有多要紧|谁提的": "优先级、提出方",
        "子组|深度": "分组、详略",
        "定窗口|没定窗口|通过线": "设置测试周期、未设置、通过标准",
        "让出": "相应减少",
        "离换人最近|都不换人|会换人|翻转点": "最容易改变第一名的因素、不改变第一名",
        "毫无共识": "不预设权重时",
        "成本 ,|, ?万元": "成本（万元）",
        "(^|[，。：])要[写选]": "请填写、请选择",
        "都行": "均可",
        "谁也|别家|别人": "他人、其他供应商",
        "大类": "类别",
        "打分准则|评分准则|实测准则": "打分项、实测项",
        "评委会(?!看|在|打)": "委员会",
        "一次性链接|访问链接": "登录链接",
        "加权分": "总分",
        "第一名概率|胜出概率|排名第一的概率": "排第一的把握",
        "各名次的可能": "名次概率",
        "写下决定": "记录决定",
        "封盘|冻结": "定稿",
        "没(打|保存|存|提交|写|定|运行|改|算|做)": "未",
        "^加(?!入|盐| %)": "添加",
        "增加了?(POC|类别|准则|需求|人员|供应商|证据|说法|宣称)": "添加",
        "^看(?!重|过)": "查看",
        "这次选型": "本次选型",
        "锁住|解开": "锁定、解锁",
        "不用守着|拿掉|删掉": "无需等待、移除、删除",
        "做好了|没做出来|没能": "已生成、生成失败",
    },
}


def of_catalogue():
    for entry in polib.pofile(str(CATALOGUE)):
        place = entry.occurrences[0][0]
        yield from (("en", place, text) for text in (entry.msgid, entry.msgid_plural))
        yield from (("zh", place, text) for text in (entry.msgstr, *entry.msgstr_plural.values()))


def of_bare_pages():
    for name in BARE_PAGES:
        for line in (ROOT / "templates" / name).read_text().splitlines():
            yield "zh" if CHINESE.search(line) else "en", name, re.sub(r"<[^>]*>", "", line).strip()


def of_glossary():
    for term in json.loads((ROOT / "fixtures" / "glossary.json").read_text())["terms"]:
        for part in (term["term"], term["sentence"]):
            yield from ((language, "glossary.json", text) for language, text in part.items())


def of_readmes():
    for language, name in (("en", "README.md"), ("zh", "README.zh.md")):
        yield from ((language, name, line) for line in (ROOT / name).read_text().splitlines())


TEXTS = [*of_catalogue(), *of_bare_pages(), *of_glossary(), *of_readmes()]


@pytest.mark.parametrize("language", list(RETIRED))
def test_no_text_says_a_retired_word(language):
    retired = {re.compile(word): instead for word, instead in RETIRED[language].items()}
    found = [
        f"{place}: “{text}” (say: {instead})"
        for said_in, place, text in TEXTS
        for word, instead in retired.items()
        if said_in == language and word.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("language", list(RETIRED))
def test_texts_were_read(language):
    """The lists above would find nothing in nothing."""
    assert sum(1 for said_in, _place, _text in TEXTS if said_in == language) > 2000
