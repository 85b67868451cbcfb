"""Every constant of the world: who watches, who uploads, what a feed does to both. Invented, of a plausible order."""

TOPICS, LIKED = 10, 3
CREATORS = 300
CANDIDATES, FEED = 30, 8
DAYS, WARM, COHORT_DAYS, HORIZON = 49, 21, 21, 7
"""Days simulated, days until what is measured has settled, days whose visitors are followed, and for how long."""

# What one viewer makes of one video: m is the match of topic and interests, q quality, b bait (all near 0 to 1).
CLICK = {"base": -1.5, "match": 0.9, "quality": 0.2, "bait": 1.3}  # logit of a click
JOY = {"match": 0.7, "quality": 0.9, "bait": -1.4}  # satisfaction with a video that was clicked
WATCH = {"base": 0.2, "joy": 0.6, "bait": 0.7}  # logit of the share of it that is watched
LIKE = {"base": -2.0, "joy": 1.1}  # logit of a like after a click
HIDE = {"base": -4.6, "joy": -0.7, "bait": 1.6}  # logit of hiding it, clicked or not
TEDIUM = 0.12  # joy lost per pair of videos of one topic, shared by the feed

# What a day does to a viewer. Satisfaction moves by this share towards the day's joy, on days of a visit.
MOVES = 0.25
VISIT = {"base": -0.55, "visited": 1.1, "satisfaction": 2.6}  # logit of a visit on the next day

# What a day does to a creator. Mood moves towards the share of NEED (times an even share) that the views reach.
NEED, MOOD_MOVES = 0.8, 0.08
LEAVES, REFILL = (
    0.05,
    0.03,
)  # daily chances: to stop, times (1 - mood)^2; that a newcomer takes a place left empty

# How well the heads predict: deviation on the logit, or of joy; the last shrinks as a creator is watched.
ERRORS = {"click": 0.3, "watch": 0.3, "like": 0.5, "hide": 0.6, "joy": 0.35}
JOY_UNSEEN, SEEN = (
    1.0,
    150.0,
)  # further deviation of joy for a creator nobody has watched; views that halve its square
HEADS = ("click", "watch", "like", "hide", "joy")

CTR_OBJECTIVE = {"click": 1.0, "watch": 0.3, "like": 0.0, "hide": 0.0, "joy": 0.0}
"""What was launched, and runs for everybody now."""
HARMFUL = {"click": 1.0, "watch": 0.2, "like": 0.0, "hide": 0.0, "joy": -0.04}
"""A launch that goes wrong: clicks up, and what is clicked is regretted."""
DUAL = 8.0  # by how much a click's weight rises per day and unit that the CTR lies below its floor

TRIALS, LAST_DAY = 400, 28
"""Launches simulated to tell what a plan risks, and their days."""
