"""Timed mock interviews: rounds under the server's clock, what happened in them, and what it says."""

from django.apps import AppConfig
from django.db.models.signals import post_delete


class InterviewsConfig(AppConfig):
    """Interviews, rounds, their event logs and marks."""

    name = "webapp.interviews"
    label = "interviews"
    verbose_name = "Interviews"

    def ready(self) -> None:
        """Hear of verdicts, and answer for the rooms of rounds."""
        from webapp.interviews.domain.company import enters_as, invites_as, page_of
        from webapp.interviews.domain.shared_texts import PREFIX
        from webapp.interviews.hearing import on_recording_deleted, on_verdict
        from webapp.live.domain.permissions import register
        from webapp.practice.signals import verdict_recorded

        verdict_recorded.connect(on_verdict, dispatch_uid="interviews.verdict")
        post_delete.connect(
            on_recording_deleted, sender=self.get_model("Recording"), dispatch_uid="interviews.recording"
        )
        register(PREFIX, enters_as, invites_as, page_of)
