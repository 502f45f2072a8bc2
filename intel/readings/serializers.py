"""How the reading room is written in the API."""

from rest_framework import serializers

from hub.kit.limits import LARGEST, NOTE
from hub.kit.strict import StrictModelSerializer, StrictSerializer
from intel.readings.models import Question, Use

_USED = ["reference", "person", "act", "at", "event", "purpose", "classification"]


class ReleaseUseOutput(StrictModelSerializer[Use]):
    """That somebody used a release. `event`: the number of the audit event; `question`: the id of what was asked about it."""

    agency = serializers.CharField(source="reader_agency.code", read_only=True)
    person = serializers.CharField(source="person.username", read_only=True, default=None)
    question = serializers.IntegerField(source="question.pk", read_only=True, default=None)

    class Meta:
        model = Use
        fields = ["id", "agency", *_USED, "consent", "question"]
        read_only_fields = fields


class QuestionOutput(StrictModelSerializer[Question]):
    """What is asked about a use, and the answer."""

    asked_by = serializers.CharField(source="asking_agency.code", read_only=True)
    asked_of = serializers.CharField(source="asked_agency.code", read_only=True)
    person = serializers.CharField(source="person.username", read_only=True, default=None)

    class Meta:
        model = Question
        fields = ["id", "asked_by", "asked_of", *_USED, "question", "asked_at", "due_at", "state", "answer", "answered_at",
                  "revision"]
        read_only_fields = fields


class ReadingQuestionInput(StrictSerializer):
    """What is asked. The agency asked learns who asks."""

    question = serializers.CharField(max_length=NOTE)


class ReadingAnswerInput(StrictSerializer):
    """Why it was used, and the revision one has read."""

    answer = serializers.CharField(max_length=NOTE)
    revision = serializers.IntegerField(min_value=1, max_value=LARGEST)
