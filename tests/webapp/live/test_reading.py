"""webapp.live.domain.reading: an update is understood before it touches a document."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from webapp.live.domain.reading import Malformed, covers, read, read_state
from webapp.live.domain.replica import Broken, Fit, Replica, Stored
from webapp.live.roles import Kind

EDITS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 40), st.integers(0, 6), st.text("ab\näß😀", max_size=6)),
    max_size=12,
)


def edited(edits):
    """Two people's documents, exchanged now and then, and every update that they made."""
    docs, made = [Doc(client_id=1001), Doc(client_id=1002)], []  # of equal length in every run
    for who, place, removed, text in edits:
        known, content = docs[who].get_state(), docs[who].get("content", type=Text)
        length = len(str(content))
        raw = len(content)  # pycrdt counts UTF-8 bytes: both ends of an edit must lie between characters
        places = [len(str(content)[:n].encode()) for n in range(length + 1)]
        start = places[min(place, length)]
        end = places[min(min(place, length) + removed, length)]
        assert end <= raw
        if end > start:
            del content[start:end]
        if text:
            content.insert(start, text)
        made.append((who, docs[who].get_update(known)))
        if place % 3 == 0:
            docs[1 - who].apply_update(docs[who].get_update(docs[1 - who].get_state()))
    return docs, made


@given(EDITS)
@settings(max_examples=60, deadline=None)
def test_what_is_read_is_what_the_library_makes_of_it(edits):
    docs, made = edited(edits)
    for who, update in made:
        alone = Doc(client_id=1)
        alone.apply_update(update)
        found = read(update, Kind.TEXT)
        assert set(found.adds) <= {docs[who].client_id}
    whole = read(docs[0].get_update(), Kind.TEXT)
    assert {client: end for client, (_, end) in whole.adds.items()} == read_state(docs[0].get_state())
    assert all(start == 0 for start, _ in whole.adds.values())


@given(EDITS, st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_update_is_refused_or_harmless(edits, data):
    _, made = edited([*edits, (0, 0, 0, "abc")])
    update = bytearray(made[-1][1])
    for _ in range(data.draw(st.integers(1, 4))):
        update[data.draw(st.integers(0, len(update) - 1))] = data.draw(st.integers(0, 255))
    del update[data.draw(st.integers(1, len(update))) :]
    replica = Replica(Stored(1, Kind.TEXT, [one for _, one in made[:-1]], len(made) - 1, {}))
    try:
        found = read(bytes(update), Kind.TEXT)
        fit = replica.fit(found, 7)
        if fit is Fit.NEW:
            replica.take(bytes(update), found, 7)
    except (Malformed, Broken):
        return
    assert replica.clocks == read_state(replica.state()), "the library sees in it what we have read"
    str(replica._doc.get("content", type=Text))


@given(st.binary(max_size=60), st.sampled_from(list(Kind)))
@settings(max_examples=200, deadline=None)
def test_rubbish_is_refused_and_does_no_harm(data, kind):
    with suppress(Malformed):  # and nothing else: no index out of range, no endless loop
        read(data, kind)


def update_of(change, root="content"):
    doc = Doc()
    change(doc, root)
    return doc.get_update()


@pytest.mark.parametrize(
    ("change", "kind", "passes"),
    [
        (lambda doc, root: doc.get(root, type=Text).insert(0, "a"), Kind.TEXT, True),
        (lambda doc, root: doc.get("other", type=Text).insert(0, "a"), Kind.TEXT, False),
        (lambda doc, root: doc.get(root, type=Text).format(0, 1, {"bold": True}) if doc.get(root, type=Text).insert(0, "a") is None else None, Kind.TEXT, False),
        (lambda doc, root: doc.get(root, type=Array).append({"a": [1, 2.5, None, True, "x"]}), Kind.TEXT, False),
        (lambda doc, root: doc.get(root, type=Array).append({"a": [1, 2.5, None, True, "x"]}), Kind.CHAT, True),
        (lambda doc, root: doc.get(root, type=Map).update({"a": 1}), Kind.CHAT, False),
        (lambda doc, root: doc.get(root, type=Map).update({"a": {"x": -70, "y": 1e300}}), Kind.MAP, True),
        (lambda doc, root: doc.get(root, type=Map).update({"a": Map({"x": 1, "t": Text("name")})}), Kind.MAP, True),
        (lambda doc, root: doc.get("other", type=Map).update({"a": 1}), Kind.MAP, False),
    ],
)  # fmt: skip
def test_document_holds_what_its_kind_may(change, kind, passes):
    update = update_of(change)
    if passes:
        assert read(update, kind).adds
    else:
        with pytest.raises(Malformed):
            read(update, kind)


def test_ranges_are_covered_by_neighbours_together():
    known = {1: [(0, 3), (3, 5), (8, 9)]}

    assert covers(known, {1: [(1, 5)]})
    assert covers(known, {1: [(8, 9), (0, 1)]})
    assert not covers(known, {1: [(4, 6)]})
    assert not covers(known, {2: [(0, 1)]})
