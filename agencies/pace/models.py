"""What of a pace is spent."""

from django.db import models


class Spent(models.Model):
    """That somebody has tried: until when their tries, one after the other, would have taken.

    No name is kept, but a digest of the pace and of whose it is.
    """

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
