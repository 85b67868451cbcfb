"""The Celery app of graders: `celery -A graders.app worker -Q run,grade -P threads`."""

from __future__ import annotations

from celery import Celery
from kombu import Queue

from graders import lifecycle, settings
from graders.messages import Queue as Name

LONGEST_GRADE_S = 2400
"""Above the longest that a manifest may allow a submission, so that no grade is delivered twice while it runs."""

app = Celery("graders", broker=settings.broker_url(), include=["graders.tasks"])
app.conf.update(
    task_queues=[Queue(name) for name in Name],
    task_default_queue=Name.GRADE,
    # Events go to a queue of the site that this worker only writes to.
    task_create_missing_queues=True,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_concurrency=2,
    worker_enable_remote_control=True,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": LONGEST_GRADE_S,
        # By kombu's defaults an unacknowledged message is looked for every 10 x 10 s only.
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "unacked_mutex_expire": 30,
        # The site's worker keeps its own account of unacknowledged messages, with its own, shorter timeout.
        "unacked_key": "readyroom:graders:unacked",
        "unacked_index_key": "readyroom:graders:unacked_index",
        "unacked_mutex_key": "readyroom:graders:unacked_mutex",
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
    task_serializer="json",
    accept_content=["json"],
)
lifecycle.connect(app)
