"""Who may do what, for every address of the site.

One line for each name in the resolver: its method, the arguments of its address, and what each of `world.WHO` is answered:
`+` let in (whatever becomes of it), `L` asked to log in, `F` 403, `N` 404. An address that has no line fails the test.
"""

ALL = "++++++++"
PEOPLE = "L+++++++"  # whoever has an account: what they see is their own
OWNER = "L+NNNNNN"
SEATED = "L++NNNN+"  # the two seats of a room; operators look on
LOOKED_AT = "L+NNNNN+"  # the owner's; operators look on
TEACHERS = "LFFN++N+"
LEADERS = "LFFNF+N+"
MEMBERS = "L++N++N+"
CANDIDATES = "L++NFFNF"
TEACH_ANYWHERE = "LFFF++++"
INSTRUCTORS = "LFFFF+++"
OPERATORS = "LLLLLLL+"

PROBLEM = ("set", "slug")
ROUND, DONE = ("id=round",), ("id=done",)
COHORT, ASSIGNMENT = ("id=cohort",), ("id=assignment",)
ITEM, QUIZ = ("id=assignment", "number=:1"), ("id=assignment", "number=:2", "attempt=:1")

Line = tuple[str, str, tuple[str, ...]]

SITE: dict[str, Line] = {
    "catalog:index": ("GET", ALL, ()),
    "health-live": ("GET", ALL, ()),
    "health-ready": ("GET", ALL, ()),
    "metrics": ("GET", "FFFFFFFF", ()),  # for this machine, or a bearer of the token
    "accounts:settings": ("GET", PEOPLE, ()),
    "accounts:tokens": ("POST", PEOPLE, ()),
    "accounts:revoke_token": ("POST", OWNER, ("token_id=token",)),
    "account_login": ("GET", ALL, ()),
    "account_logout": ("GET", ALL, ()),
    "account_inactive": ("GET", ALL, ()),
    "account_signup": ("GET", ALL, ()),
    "account_reauthenticate": ("GET", "LFFFFFFF", ()),  # these accounts have nothing to do that with
    "account_email": ("GET", PEOPLE, ()),
    "account_email_verification_sent": ("GET", ALL, ()),
    "account_change_password": ("GET", PEOPLE, ()),
    "account_set_password": ("GET", PEOPLE, ()),
    "account_reset_password": ("GET", ALL, ()),
    "account_confirm_login_code": ("GET", "L+++++++", ()),
    "account_confirm_email": ("GET", ALL, ("key=:nothing",)),
    "account_reset_password_done": ("GET", ALL, ()),
    "account_reset_password_from_key": ("GET", ALL, ("uidb36=:1", "key=:nothing")),
    "account_reset_password_from_key_done": ("GET", ALL, ()),
    "mfa_index": ("GET", PEOPLE, ()),
    "mfa_authenticate": ("GET", "L+++++++", ()),
    "mfa_reauthenticate": ("GET", "LFFFFFFF", ()),
    "mfa_activate_totp": ("GET", PEOPLE, ()),
    "mfa_deactivate_totp": ("GET", "LNNNNNNN", ()),
    "mfa_view_recovery_codes": ("GET", "LNNNNNNN", ()),
    "mfa_generate_recovery_codes": ("GET", PEOPLE, ()),
    "mfa_download_recovery_codes": ("GET", "LNNNNNNN", ()),
}

PRACTICE: dict[str, Line] = {
    "practice:problem": ("GET", ALL, PROBLEM),
    "practice:run": ("POST", PEOPLE, PROBLEM),
    "practice:submit": ("POST", PEOPLE, PROBLEM),
    "practice:carry": ("POST", PEOPLE, PROBLEM),
    "practice:move": ("POST", PEOPLE, PROBLEM),
    "practice:notebook": ("GET", "NNNNNNNN", PROBLEM),
    "practice:draft": ("GET", PEOPLE, PROBLEM),
    "practice:hint": ("POST", PEOPLE, PROBLEM),
    "practice:give_up": ("POST", PEOPLE, PROBLEM),
    "practice:editorial": ("GET", "L+FFFFFF", PROBLEM),
    "practice:submissions": ("GET", PEOPLE, PROBLEM),
    "practice:compare": ("GET", OWNER, ("a=submission", "b=second")),
    "practice:submission": ("GET", OWNER, ("id=submission",)),
    "practice:result": ("GET", OWNER, ("id=submission",)),
    "practice:events": ("GET", OWNER, ("id=submission",)),
    "practice:withdraw": ("POST", OWNER, ("id=submission",)),
    "practice:restore": ("POST", OWNER, ("id=submission",)),
}

READINESS: dict[str, Line] = {
    **{
        f"readiness:{name}": ("GET", PEOPLE, ())
        for name in (
            "index",
            "goal",
            "export_json",
            "export_csv",
            "erase",
            "plan",
            "reviews",
            "claims",
            "begin",
        )
    },
    "readiness:swap": ("POST", PEOPLE, ()),
    "readiness:as_planned": ("POST", PEOPLE, ()),
    "readiness:make_feed": ("POST", PEOPLE, ()),
    "readiness:revoke_feed": ("POST", PEOPLE, ()),
    "readiness:feed": ("GET", "NNNNNNNN", ("secret=:nobodys",)),
    "readiness:review_answer": (
        "POST",
        PEOPLE,
        ("memory_id=memory",),
    ),  # 409, whether done or somebody else's
    "readiness:review_grade": ("POST", PEOPLE, ("memory_id=memory",)),
    "readiness:reviewed": ("GET", OWNER, ("review_id=review",)),
    "readiness:regrade": ("POST", OWNER, ("review_id=review",)),
    "readiness:check": ("GET", OWNER, ("id=check",)),
    "readiness:explain": ("GET", OWNER, ("id=check",)),
    "readiness:answer": ("POST", OWNER, ("id=check", "number=:1")),
    "readiness:skip": ("POST", OWNER, ("id=check", "number=:1")),
    **{
        f"readiness:{name}": ("POST", OWNER, ("id=check",))
        for name in ("pause", "resume", "finish", "explanations")
    },
}

INTERVIEWS: dict[str, Line] = {
    "interviews:index": ("GET", PEOPLE, ()),
    "interviews:book": ("POST", "LNNNNNNN", ("loop=:none-of-that-name",)),
    "interviews:stories": ("GET", PEOPLE, ()),
    "interviews:new_story": ("GET", PEOPLE, ()),
    "interviews:story": ("GET", OWNER, ("id=story",)),
    "interviews:drop_story": ("POST", OWNER, ("id=story",)),
    "interviews:export_json": ("GET", PEOPLE, ()),
    "interviews:erase": ("GET", PEOPLE, ()),
    "interviews:interview": ("GET", OWNER, ("id=interview",)),
    "interviews:plan": ("POST", OWNER, ("interview_id=interview",)),
    "interviews:remove": ("POST", OWNER, ("id=interview",)),
    "interviews:room": ("GET", LOOKED_AT, ROUND),
    **{f"interviews:{name}": ("POST", OWNER, ROUND) for name in ("start", "pause", "resume", "hand-in")},
    "interviews:clock": ("GET", LOOKED_AT, ROUND),
    "interviews:events": ("POST", OWNER, ROUND),
    "interviews:probe": ("POST", OWNER, (*ROUND, "question=:q1")),
    "interviews:go_on": ("POST", OWNER, (*ROUND, "stage=:1")),
    "interviews:sheet": ("PUT", OWNER, (*DONE, "name=:q1")),
    "interviews:late": ("POST", OWNER, (*DONE, "name=:q1")),  # 409: it was sat alone
    "interviews:late_line": ("POST", OWNER, DONE),  # 400: no line is sent
    "interviews:run": ("POST", OWNER, (*ROUND, "name=:q1")),
    "interviews:submit": ("POST", OWNER, (*ROUND, "name=:q1")),
    "interviews:report": ("GET", LOOKED_AT, DONE),
    "interviews:mark": ("POST", OWNER, DONE),
    "interviews:finish": ("POST", OWNER, DONE),
    "interviews:report_json": ("GET", LOOKED_AT, DONE),
    "interviews:replay": ("GET", LOOKED_AT, DONE),
    "interviews:replay_json": ("GET", LOOKED_AT, DONE),
    "interviews:erase_recording": ("GET", OWNER, DONE),
}

INTERVIEWS |= {
    "interviews:peers": ("GET", PEOPLE, ()),
    "interviews:peers_state": ("GET", PEOPLE, ()),
    "interviews:peers_withdraw": ("POST", PEOPLE, ()),
    "interviews:pairing": ("GET", "LNNNNNNN", ("id=round",)),  # nobody is paired
    "interviews:pairing_state": ("GET", "LNNNNNNN", ("id=round",)),
    "interviews:host": ("GET", "LFFFF+++", ()),
    "interviews:withdraw_hosted": ("POST", "LFFFFNNN", ("link=:1",)),
    "interviews:hosted": ("GET", "LNNNNNNN", ("token=:nothing",)),
    "interviews:invite": ("POST", LOOKED_AT, ROUND),
    "interviews:call": ("POST", OWNER, ROUND),
    "interviews:news": ("GET", LOOKED_AT, ROUND),
    "interviews:attempt_result": ("GET", "LNNNNNNN", (*ROUND, "submission")),  # it is not of the round
    "interviews:act": ("POST", "LNNNNNNN", (*ROUND, "what=:nothing")),
    "interviews:propose": ("POST", "LNNNNNNN", DONE),  # not set up here
    "interviews:judge": ("POST", "LNNNNNNN", DONE),  # an interviewer's, and there was none
    "interviews:finish_judging": ("POST", "LNNNNNNN", DONE),
    "interviews:simulate": ("POST", OWNER, ROUND),
    "interviews:simulated": ("GET", OWNER, ROUND),
    "interviews:recordings": ("POST", OWNER, ROUND),
    "interviews:recording": ("GET", "LNNNNNNN", (*DONE, "recording=round")),
    "interviews:drop_recording": ("POST", "LNNNNNNN", (*DONE, "recording=round")),
}

LIVE: dict[str, Line] = {
    "live:index": ("GET", PEOPLE, ()),
    "live:join": ("GET", "L++FFFFF", ("token=seat_token",)),  # both seats are taken
    "live:room": ("GET", SEATED, ("room",)),
    "live:links": ("POST", SEATED, ("room",)),
    "live:revoke": ("POST", OWNER, ("room", "link=seat")),
}

TEACHING: dict[str, Line] = {
    "teaching:index": ("GET", TEACH_ANYWHERE, ()),
    "teaching:create": ("GET", INSTRUCTORS, ()),
    "teaching:join": ("GET", ALL, ("token=link_token",)),
    "teaching:mine": ("GET", PEOPLE, ()),
    **{
        f"teaching:{name}": ("GET", TEACHERS, COHORT) for name in ("cohort", "people", "grades", "grades_csv")
    },
    "teaching:edit": ("GET", LEADERS, COHORT),
    "teaching:create_assignment": ("GET", LEADERS, COHORT),
    **{
        f"teaching:{name}": ("POST", LEADERS, COHORT)
        for name in ("archive", "make_link", "roster", "send_again")
    },
    "teaching:member": ("POST", LEADERS, (*COHORT, "user=alice")),
    "teaching:revoke_link": ("POST", LEADERS, (*COHORT, "link")),
    "teaching:uninvite": ("POST", LEADERS, (*COHORT, "invited")),
    "teaching:leave": ("POST", "L++N++NN", COHORT),  # an operator has no place to leave
    "teaching:assignment": ("GET", MEMBERS, ASSIGNMENT),
    "teaching:start": ("POST", CANDIDATES, ASSIGNMENT),
    "teaching:finish": ("POST", CANDIDATES, ASSIGNMENT),
    "teaching:edit_assignment": ("GET", LEADERS, ASSIGNMENT),
    "teaching:setup": ("GET", LEADERS, ASSIGNMENT),
    **{f"teaching:{name}": ("POST", LEADERS, ASSIGNMENT) for name in ("publish", "copy", "extend")},
    "teaching:add_item": ("POST", LEADERS, (*ASSIGNMENT, "kind=:problem")),
    "teaching:change_item": ("POST", LEADERS, ITEM),
    "teaching:item": ("GET", CANDIDATES, ITEM),
    "teaching:run": ("POST", CANDIDATES, ITEM),
    "teaching:submit": ("POST", CANDIDATES, ITEM),
    "teaching:quiz": ("GET", "L+NNFFNF", QUIZ),  # Alice's attempt is Alice's
    "teaching:attempts": ("GET", TEACHERS, (*ITEM, "user=alice")),
}
"""And what is not published is not there for candidates."""
UNPUBLISHED: dict[str, Line] = {
    "teaching:assignment": ("GET", "LNNN++N+", ("id=draft",)),
    "teaching:start": ("POST", "LNNNFFNF", ("id=draft",)),
    "teaching:setup": ("GET", "LNNNF+N+", ("id=draft",)),
}

LTI: dict[str, Line] = {
    "lti:keys": ("GET", ALL, ()),
    "lti:login": ("GET", "FFFFFFFF", ()),  # nothing that a platform signed leads here
    "lti:launch": ("POST", "FFFFFFFF", ()),
    "lti:open": ("GET", "FFFFFFFF", ("ticket=:nobodys",)),
    "lti:account": ("POST", ALL, ()),
    "lti:choose": ("GET", PEOPLE, ()),
    "lti:members": ("POST", "LNNNN+N+", ("course",)),
}

HAS_COHORT = "LNNN++N+"
INSIGHT: dict[str, Line] = {
    **{
        f"insight:{name}": ("GET", TEACH_ANYWHERE, ())
        for name in ("index", "problems_csv", "questions", "questions_csv", "questions_json")
    },
    "insight:take": ("POST", TEACH_ANYWHERE, ()),
    **{
        f"insight:{name}": ("GET", TEACH_ANYWHERE, PROBLEM) for name in ("problem", "problem_json", "similar")
    },
    "insight:compare": ("POST", TEACH_ANYWHERE, PROBLEM),
    "insight:question": ("GET", TEACH_ANYWHERE, ("topic=:coding", "id=:matrix-one")),
    "insight:pair": ("GET", "LFFF++N+", ("id=pair",)),
    **{f"insight:{name}": ("GET", HAS_COHORT, COHORT) for name in ("cohort", "cohort_csv", "cohort_json")},
}

MARKING: dict[str, Line] = {
    "marking:index": ("GET", TEACH_ANYWHERE, ()),
    "marking:pile": ("GET", HAS_COHORT, ("pk=item",)),
    "marking:open": ("POST", "LNNNF+N+", ("pk=item",)),
    "marking:deal": ("POST", HAS_COHORT, ("pk=item",)),
    "marking:release": ("POST", "LNNNF+N+", ("pk=item",)),
    "marking:script": ("GET", HAS_COHORT, ("id=script",)),
    "marking:mark": ("POST", "LNNNN+NN", ("id=script",)),  # Dana has it
    "marking:comment": ("POST", HAS_COHORT, ("id=script",)),
    "marking:uncomment": ("POST", HAS_COHORT, ("id=script", "pk=:1")),
    "marking:resolve": ("POST", HAS_COHORT, ("id=script",)),
    "marking:answer": ("POST", HAS_COHORT, ("pk=regrade",)),
    "marking:results": ("GET", PEOPLE, ()),
    "marking:result": ("GET", OWNER, ("id=script",)),
    "marking:ask": ("POST", OWNER, ("id=script",)),
}

DRAFT = "LFFFF+N+"  # Dana's; operators may enter every draft
WORKSPACE = ("id=workspace",)
DANAS = "LFFFF+NN"  # what she tries on a draft is hers alone
TRIAL = (*WORKSPACE, "trial")
STUDIO: dict[str, Line] = {
    **{f"authoring:{name}": ("GET", INSTRUCTORS, ()) for name in ("index", "new", "import", "audit")},
    "authoring:open": ("POST", INSTRUCTORS, PROBLEM),
    "authoring:problem": ("GET", INSTRUCTORS, PROBLEM),
    "authoring:keep": ("POST", "LFFFFNNN", PROBLEM),  # which says nothing of what is to be done
    **{
        f"authoring:{name}": ("GET", DRAFT, WORKSPACE)
        for name in ("workspace", "candidate", "zip", "history", "difference", "events", "trials")
    },
    **{
        f"authoring:{name}": ("POST", DRAFT, WORKSPACE)
        for name in (
            "people",
            "close",
            "files",
            "restore",
            "preview",
            "here",
            "prove",
            "cancel",
            "publish",
            "review",
            "try_run",
            "try_submit",
        )
    },
    "authoring:sketch": ("PUT", DRAFT, WORKSPACE),
    **{f"authoring:{name}": ("GET", DANAS, TRIAL) for name in ("trial_result", "trial_events")},
    "authoring:trial_restore": ("POST", DANAS, TRIAL),
    "authoring:file": ("GET", "LFFFFNNN", WORKSPACE),  # which names no file
}

API: dict[str, Line] = {
    "api:openapi-json": ("GET", ALL, ()),
    "api:openapi-view": ("GET", ALL, ()),
    "api:api-root": ("GET", "NNNNNNNN", ()),
    "api:list_problems": ("GET", PEOPLE, ()),
    "api:get_problem": ("GET", PEOPLE, PROBLEM),
    "api:run": ("POST", PEOPLE, PROBLEM),
    "api:hand_in": ("POST", PEOPLE, PROBLEM),
    "api:get_notebook": ("GET", "LNNNNNNN", PROBLEM),
    "api:hand_in_notebook": ("POST", PEOPLE, PROBLEM),
    "api:list_submissions": ("GET", PEOPLE, ()),
    **{
        f"api:{name}": ("GET", PEOPLE, ())
        for name in ("get_readiness", "list_evidence", "get_plan", "list_reviews", "export_readiness")
    },
    "api:swap_task": ("POST", PEOPLE, ()),
    "api:undo_swaps": ("DELETE", PEOPLE, ("day=:2026-03-02",)),
    "api:answer_review": ("POST", PEOPLE, ("id=memory",)),
    "api:grade_review": ("POST", PEOPLE, ("id=memory",)),
    "api:start_check": ("POST", PEOPLE, ()),
    "api:get_check": ("GET", OWNER, ("id=check",)),
    "api:answer_question": ("POST", OWNER, ("id=check", "number=:1")),
    **{
        f"api:{name}": ("POST", OWNER, ("id=check",))
        for name in ("pause_check", "resume_check", "finish_check")
    },
    "api:get_submission": ("GET", OWNER, ("id=submission",)),
    "api:stream_submission": ("GET", OWNER, ("id=submission",)),
}

BODIES: dict[str, dict[str, object]] = {
    "interviews:sheet": {"content": "x", "base": 0},
    "api:answer_review": {"unknown": True},
    "api:grade_review": {"grade": "good"},
    "api:answer_question": {"unknown": True},
    "authoring:sketch": {"content": "x", "base": 0},
}
"""What is sent where a body that does not fit would be refused before anybody asks whose it is."""

EVERYTHING = (
    SITE | PRACTICE | READINESS | INTERVIEWS | LIVE | TEACHING | LTI | INSIGHT | MARKING | STUDIO | API
)
SOCKETS = {"live/<uuid:room>/socket": "L++NNNN+"}
