"""Relations by string are invisible to the import contract: they point down too, and leave no name above."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

from tests.rules.layers import may_know, room_of


def relations() -> Iterator[tuple[type[Model], Field, type[Model]]]:
    """Every key from one of our models to another of them."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.is_relation or field.auto_created or target is None or not room_of(model.__module__):
                continue
            if room_of(target.__module__):
                yield model, field, target


def test_there_are_relations_to_look_at():
    assert len(list(relations())) > 40


def test_no_relation_points_to_a_higher_room():
    upward = [f"{model._meta.label}.{field.name} -> {target._meta.label}" for model, field, target in relations()
              if not may_know(room_of(model.__module__), room_of(target.__module__))]
    assert upward == []


def test_a_key_from_another_room_leaves_no_accessor():
    named = [f"{target._meta.label}.{field.remote_field.get_accessor_name()} from {model._meta.label}.{field.name}"
             for model, field, target in relations()
             if room_of(model.__module__) != room_of(target.__module__) and not field.remote_field.hidden]
    assert named == []
