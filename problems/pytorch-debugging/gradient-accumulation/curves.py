"""The market of uneven sessions and the one whose day does not fill its groups: the validation loss, epoch by epoch."""

import random

from solution import NextVideoTrainer

VIDEOS, FREE = 8, 1e6
EPOCHS, GROUP, UPDATES = 12, 4, 5
DAYS, DAY = 12, 11


def curves():
    """The two curves: by epoch, and by day."""
    return {
        "Report A: validation loss by epoch, short and long sessions": uneven(),
        "Report B: loss on late-night sessions by day": late(),
    }


def uneven():
    """Micro-batches of short sessions, where one video follows another, and of long ones, where it is the next but one."""
    rng = random.Random(8)

    def micro():
        return (
            [session(rng, 1, 3) for _ in range(2)]
            if rng.random() < 0.7
            else [session(rng, 2, 24) for _ in range(2)]
        )

    batches, later = [micro() for _ in range(GROUP * UPDATES)], [one for _ in range(12) for one in micro()]
    trainer, loss = NextVideoTrainer(VIDEOS, 4.0, GROUP, FREE), {}
    for epoch in range(EPOCHS + 1):
        loss[epoch] = trainer.evaluate(later)
        trainer.epoch(batches)
    return loss


def late():
    """A day ends with three micro-batches of videos that are watched at no other time, and they change from day to day."""
    rng = random.Random(9)
    trainer, loss = NextVideoTrainer(VIDEOS, 4.0, GROUP, FREE), {}
    for day in range(DAYS):
        by = 1 + day % 3
        day_long = [[session(rng, 1, 6, range(4)) for _ in range(2)] for _ in range(DAY - 3)]
        night = [[session(rng, by, 6, range(4, VIDEOS)) for _ in range(2)] for _ in range(3)]
        trainer.epoch([*day_long, *night])
        loss[day + 1] = trainer.evaluate([one for micro in night for one in micro])
    return loss


def session(rng, by, length, videos=range(VIDEOS)):
    """Videos of which mostly the one `by` places further comes next."""
    place = rng.randrange(len(videos))
    found = [videos[place]]
    for _ in range(length - 1):
        place = (place + by) % len(videos) if rng.random() < 0.9 else rng.randrange(len(videos))
        found.append(videos[place])
    return found
