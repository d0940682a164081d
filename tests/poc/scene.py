"""What do the POC tests try? One scenario that proves a rated leaf, one that measures availability; two vendors."""

from dataclasses import dataclass

from poc.models import Scenario
from poc.plan import Outline, add_scenario
from poc.trials import Outcome, record_trial
from selection.models import Member, Phase
from tests.scoring.scene import Scene, scene


@dataclass
class Poc:
    """The scoring scene with its two scenarios."""

    scene: Scene
    returns: Scenario
    uptime: Scenario

    @property
    def selection(self):
        return self.scene.selection

    def member(self, name: str) -> Member:
        return self.scene.member(name)

    def vendor(self, code: str):
        return self.scene.vendors[code]

    def record(self, scenario: Scenario, vendor: str, result: str, *, name: str = "bo", version: int = 0, **fields):
        outcome = Outcome(result=result, **fields)
        return record_trial(
            scenario, vendor=self.vendor(vendor), outcome=outcome, member=self.member(name), version=version
        )


def outline(name: str = "退换货", **fields) -> Outline:
    group = {"zh": "核心旅程", "en": "Core journeys"}
    return Outline(name={"zh": name, "en": ""}, **({"group": group, "pass_line": {"zh": "不断档"}} | fields))


def poc(phase: str = Phase.SCORE) -> Poc:
    made = scene(phase=phase)
    scale = {"minimum": "0", "maximum": "100", "decimals": 2, "unit_zh": "%", "unit_en": "%"}
    for field, value in scale.items():
        setattr(made.criteria["T2"], field, value)
    made.criteria["T2"].save()
    chair = made.member("chen")
    returns = add_scenario(made.selection, outline=outline(criteria=[made.criteria["F1"]]), member=chair)
    measuring = outline("高峰可用性", criteria=[made.criteria["T2"]], measures=made.criteria["T2"])
    return Poc(made, returns, add_scenario(made.selection, outline=measuring, member=chair))
