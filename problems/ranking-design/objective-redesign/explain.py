"""What stands out in a run, in words."""

import numpy as np
import world
from feedback import History, retention
from plan import Plan
from rollout import Launches


def remarks(plan: Plan, today: History, own: History, harm: Launches, sound: list[Launches]) -> list[str]:
    """How the new objective compares with today's, and what the plan does with launches."""
    late = slice(world.WARM, None)
    said = [
        f"Today's objective keeps {retention(today)[0]:.1%} of a day's visitors for a week, and {today.mood[-1]:.0%} of "
        f"its creators' mood; {today.uploading[-1]:.0%} of their places are filled.",
        f"Hides per 1 000 impressions: {1000 * today.hides[late].mean():.1f} today, "
        f"{1000 * own.hides[late].mean():.1f} with this objective; share watched per impression "
        f"{today.watch[late].mean():.3f} and {own.watch[late].mean():.3f}.",
        _trend(own),
        _launches("A harmful launch", harm),
        _launches("Your own launch", sound[0]),
        _launches("A launch that changes nothing", sound[1]),
    ]
    if plan.ramp[-1][1] < 1:
        said.append(f"The ramp ends at {plan.ramp[-1][1]:.0%} of the users.")
    if not plan.guardrails:
        said.append("Nothing watches the launch: there is no guardrail.")
    elif plan.ramp[0][1] == 1:
        said.append("Everybody has the new objective at once: there is no control group to compare with.")
    return said


def _trend(own: History) -> str:
    """Where satisfaction goes from the first week to the last."""
    first, last = own.satisfaction[:7].mean(), own.satisfaction[-7:].mean()
    way = "rises" if last > first else "falls"
    return f"Viewers' satisfaction {way} from {first:.2f} in the first week to {last:.2f} in the last."


def _launches(name: str, launches: Launches) -> str:
    """How often launches were stopped, and when."""
    over = launches.stopped < world.LAST_DAY
    if not over.any():
        return (
            f"{name} is never stopped; it reaches {launches.exposed.mean():.1%} of the visits of four weeks."
        )
    return (
        f"{name} is stopped in {over.mean():.0%} of the trials, after {np.median(launches.stopped[over]):.0f} days in the "
        f"median; {launches.exposed.mean():.1%} of the visits of four weeks have had it."
    )
