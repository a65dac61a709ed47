"""Read the query string strictly: what is not understood is refused, for an answer to another question misleads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from documents.switch import ORIGINAL
from qpolicy.api.parameters import FLAG, TEXT, USUAL_SIZE, WHOLE, Parameter
from qpolicy.api.problems import Fault, InvalidQueryError, Said, told_by_django

NUMBER = re.compile(r"-?[0-9]{1,16}")
OF_ANSWER = ("script", "page", "page_size")  # what concerns the form of the answer and no filter


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: the conditions for the filters, and how the answer is to be given."""

    request: HttpRequest
    conditions: QueryDict
    page: int
    page_size: int
    script: str


def read(request: HttpRequest, known: Sequence[Parameter]) -> Asked:
    """Return what is asked for; raises InvalidQueryError with everything that is wrong."""
    faults = list(_faults(request.GET, {one.name: one for one in known}))
    if faults:
        raise InvalidQueryError(faults)
    conditions = request.GET.copy()
    for name in OF_ANSWER:
        conditions.pop(name, None)
    return Asked(
        request=request,
        conditions=conditions,
        page=int(request.GET.get("page", 1)),
        page_size=int(request.GET.get("page_size", USUAL_SIZE)),
        script=request.GET.get("script", ORIGINAL),
    )


def require(form: BaseForm) -> None:
    """Raise InvalidQueryError where the form of a filter does not understand a value, such as an id that nothing has."""
    if form.is_valid():
        return
    found = form.errors.as_data().items()
    raise InvalidQueryError([_fault(name, error) for name, errors in found for error in errors])


def _faults(query: QueryDict, known: dict[str, Parameter]) -> Iterator[Fault]:
    for name, values in query.lists():
        if name not in known:
            yield Fault(name, "unknown-parameter", _unknown(known))
        elif len(values) > 1 and not known[name].is_repeated:
            yield Fault(name, "repeated", Said("只能写一次。", "Only once, please."))
        else:
            yield from (fault for value in values for fault in _wrong(known[name], value))
    for name, parameter in known.items():
        if parameter.is_required and name not in query:
            yield Fault(name, "required", Said("必须写明。", "This is required."))


def _wrong(parameter: Parameter, value: str) -> Iterator[Fault]:
    """Yield what the declaration of the parameter does not allow."""
    if parameter.kind == WHOLE:
        least, most = parameter.least or 0, parameter.most or 0
        if not NUMBER.fullmatch(value) or not least <= int(value) <= most:
            said = Said(f"应为 {least} 至 {most} 的整数。", f"A whole number from {least} to {most}, please.")
            yield Fault(parameter.name, "invalid-number", said)
    elif parameter.choices and value not in dict(parameter.choices):
        words = "、".join(known for known, _ in parameter.choices)
        said = Said(f"应为其中之一：{words}。", f"One of these, please: {words.replace('、', ', ')}.")
        yield Fault(parameter.name, "invalid-choice" if parameter.kind != FLAG else "invalid-flag", said)
    elif parameter.kind == TEXT and parameter.longest and len(value) > parameter.longest:
        said = Said(f"最多 {parameter.longest} 字。", f"At most {parameter.longest} characters, please.")
        yield Fault(parameter.name, "too-long", said)


def _fault(name: str, error: ValidationError) -> Fault:
    if error.code == "invalid_choice":
        return Fault(
            name, "unknown-value", Said("没有这个 id，或没有已发布的规划用到它。", "Nothing published has this id.")
        )
    return told_by_django(name, error)


def _unknown(known: dict[str, Parameter]) -> Said:
    names = list(known)
    if not names:
        return Said("这个地址不接受参数。", "This address takes no parameters.")
    return Said(f"没有这个参数。可用的有：{'、'.join(names)}。", f"Unknown parameter. Known are: {', '.join(names)}.")
