"""The site's Celery application: records what graders report, sweeps up what got lost, keeps readiness current."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")

# Above the longest grade, so that the broker never hands a running submission to a second worker.
VISIBILITY_TIMEOUT_S = 900

app = Celery("readyroom")
app.config_from_object(
    {
        "broker_connection_retry_on_startup": True,
        "broker_connection_timeout": 2,
        "broker_transport_options": {
            "visibility_timeout": VISIBILITY_TIMEOUT_S,
            # How often a worker looks for messages of the dead; kombu's own values add up to minutes.
            "unacked_restore_limit": 100,
            "polling_interval": 1,
            "socket_connect_timeout": 2,
            "socket_timeout": 10,
            "socket_keepalive": True,
            "health_check_interval": 30,
            "retry_on_timeout": False,
            # A person waits while a request publishes: one more try at once, then the row waits for the sweep.
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0,
            "interval_max": 0,
        },
        "CELERY_DB_REUSE_MAX": 1000,  # tasks; else every one of them would connect anew
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_default_queue": "site",
        "task_routes": {
            "practice.record": {"queue": "events"},
            "authoring.record": {"queue": "events"},
            "authoring.record_trial": {"queue": "events"},
            "practice.sweep": {"queue": "site"},
        },
        "worker_prefetch_multiplier": 4,
        "worker_hijack_root_logger": False,
        "worker_send_task_events": False,
        "enable_utc": True,
        "beat_schedule": {
            "practice.sweep": {
                "task": "practice.sweep",
                "schedule": 5.0,
                # A sweep that waited longer than this is pointless: the next one is there already.
                "options": {"queue": "site", "expires": 5.0},
            },
            "interviews.tick": {
                "task": "interviews.tick",
                "schedule": 1.0,
                "options": {"queue": "site", "expires": 1.0},
            },
            "authoring.sweep": {
                "task": "authoring.sweep",
                "schedule": 5.0,
                "options": {"queue": "site", "expires": 5.0},
            },
            "teaching.sweep": {
                "task": "teaching.sweep",
                "schedule": 5.0,
                "options": {"queue": "site", "expires": 5.0},
            },
            "lti.sweep": {
                "task": "lti.sweep",
                "schedule": 60.0,
                "options": {"queue": "site", "expires": 60.0},
            },
            "readiness.sweep": {
                "task": "readiness.sweep",
                "schedule": 300.0,
                "options": {"queue": "site", "expires": 300.0},
            },
            "interviews.sweep_recordings": {
                "task": "interviews.sweep_recordings",
                "schedule": 3600.0,
                "options": {"queue": "site", "expires": 3600},
            },
            "live.pack": {
                "task": "live.pack",
                "schedule": 300.0,
                "options": {"queue": "site", "expires": 300.0},
            },
            "authoring.fold": {
                "task": "authoring.fold",
                "schedule": crontab(hour="4", minute="10"),
                "options": {"queue": "site", "expires": 6 * 3600.0},
            },
            "readiness.calibrate": {
                "task": "readiness.calibrate",
                "schedule": crontab(hour="3", minute="40"),
                "options": {"queue": "site", "expires": 6 * 3600.0},
            },
            "insight.nightly": {
                "task": "insight.nightly",
                "schedule": crontab(hour="4", minute="20"),
                "options": {"queue": "site", "expires": 6 * 3600.0},
            },
        },
    }
)


@app.on_configure.connect
def use_site_broker(sender: Celery, **_: Any) -> None:
    """Take the broker's address from the settings, which are not loaded yet when this module is imported."""
    from django.conf import settings

    sender.conf.broker_url = settings.REDIS_URL
    sender.conf.beat_schedule_filename = str(settings.READYROOM_DATA / "beat-schedule")


@setup_logging.connect
def keep_site_logging(**_: Any) -> None:
    """Logging is configured by the settings; with a receiver here Celery leaves it alone."""


app.autodiscover_tasks(
    [
        "webapp.practice",
        "webapp.readiness",
        "webapp.interviews",
        "webapp.live",
        "webapp.authoring",
        "webapp.teaching",
        "webapp.lti",
        "webapp.insight",
    ]
)
