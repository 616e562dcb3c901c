"""A row of the catalogue is edited as a medical affairs office would, and the decision changes with it."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.demo import elder
from hub.demo.stage import Stage
from hub.referral.rules.engine import evaluate
from hub.referral.rules.observations import facts_from_resources
from hub.referral.rules.values import Question, Receiver
from terminology.catalogue import check, compile_catalogue, diff, load
from terminology.catalogue_source import SAMPLE


async def edited_row(stage: Stage) -> None:
    """Oral antibiotics for 72 hours instead of 24: the same elder would have to wait."""
    now = stage.now()
    stage.tell.chapter(
        now,
        "改动目录中的一行，判定随之改变（仅试算，不发布）",
        "One catalogue row edited, and the decision with it (a dry run)",
    )
    subject = "Patient/example"
    facts = facts_from_resources(
        [elder.condition("J18.900", "肺炎", subject=subject, onset=now), *elder.recovery(subject, now)], at=now
    )
    home = Receiver("N1", "home", capabilities=frozenset({"NGT", "FOLEY", "O2", "PEG", "INS", "SUCT"}), max_ability=4)
    question = Question("into-home", now, facts, receiver=home)
    before = load(SAMPLE)
    with TemporaryDirectory() as folder:
        edited = Path(folder) / "catalogue"
        shutil.copytree(SAMPLE, edited)
        path = edited / "catalogue.csv"
        text = path.read_text(encoding="utf-8-sig")
        path.write_text(text.replace("口服抗生素小时数 >= 24", "口服抗生素小时数 >= 72"), encoding="utf-8-sig")
        after = load(edited)
    words = diff(before, after)
    stage.tell.check(f"改动：{words[0] if words else '无'}", holds=bool(words) and not check(after))
    first = evaluate(compile_catalogue(before), question)
    second = evaluate(compile_catalogue(after), question)
    stage.tell.check(
        f"判定由 {first.overall} 变为 {second.overall} (pass becomes fail)",
        holds=(first.overall, second.overall) == ("pass", "fail"),
    )
    for finding in second.told:
        if finding.result == "fail":
            stage.tell.say(f"· {finding.words_zh}")
