"""The kit page: every component once, in development and tests."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from kejing.foundation.kernel import clock
from kejing.foundation.kernel.errors import Difference, Forbidden, KernelRefusal, Refused, Stale
from kejing.foundation.ui import forms, samples
from kejing.foundation.ui.responses import Option, options, render


class KitForm(forms.ActionForm[int]):
    edits = True
    customer_id = forms.Picker(
        samples.later("客户", "Customer"),
        "ui:kit_pick",
        hint=samples.later("两个字即可", "Two characters will do"),
    )
    reached = forms.Choice(
        samples.later("目标达成了吗", "Was the goal reached?"),
        [
            ("yes", samples.later("达成", "Reached")),
            ("partly", samples.later("部分达成", "Partly")),
            ("no", samples.later("未达成", "No")),
        ],
    )
    channel = forms.Choice(
        samples.later("渠道", "Channel"),
        [(i, samples.later(f"渠道 {i}", f"Channel {i}")) for i in range(1, 7)],
        required=False,
    )
    on = forms.Day(
        samples.later("下次拜访", "Next visit"),
        quick=(1, 4, 7),
        required=False,
        hint=samples.later("没约就空着", "Empty if not agreed"),
    )
    at = forms.Moment(samples.later("到店时间", "Arrived at"), required=False)
    amount = forms.Amount(samples.later("金额", "Amount"), required=False)
    result = forms.Text(samples.later("结果", "Result"), rows=3, max_length=200)
    topics = forms.Several(
        samples.later("谈到", "Topics"),
        [("a", samples.later("存款", "Deposits")), ("b", samples.later("贷款", "Loans"))],
        required=False,
    )
    remind = forms.Flag(samples.later("提前一天提醒我", "Remind me a day before"))


@login_not_required
def kit(request: HttpRequest) -> HttpResponse:
    """`?table=empty` shows the table without rows; `?save=` sends the form into a refusal (see `_act`)."""
    form = KitForm(request.POST or None, version=3, initial={"reached": "partly", "on": clock.today()})
    if request.method == "POST":
        form.submit(lambda data: _act(request.GET.get("save", ""), data))
    context = {
        "form": form,
        "figures": samples.figures(),
        "customers": samples.table(with_rows=request.GET.get("table") != "empty"),
        "empty": samples.empty(),
        "explanation": samples.explanation(),
        **samples.charts(),
        **samples.moments(),
    }
    return render(request, "ui/kit.html", context)


@login_not_required
def kit_task(request: HttpRequest) -> HttpResponse:
    form = KitForm(request.POST or None, version=3)
    if request.method == "POST":
        form.submit(lambda data: _act(request.GET.get("save", ""), data))
    return render(request, "ui/kit_task.html", {"form": form, "cancel": samples.HERE})


@login_not_required
def kit_why(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "ui/explanation_page.html",
        {"explanation": samples.explanation()},
        part="ui/_explanation.html",
    )


@login_not_required
def kit_pick(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    found = [Option(i, samples.customer(i), f"K{i:06}") for i in range(1, 30)]
    return options([option for option in found if text in option.label or text in option.detail][:8])


@login_not_required
def kit_refusal(_request: HttpRequest, way: str) -> HttpResponse:
    """A refusal that no form catches."""
    _act(way, {"result": ""})
    return HttpResponse(status=204)


def _act(way: str, data: dict[str, Any]) -> int:
    if way == "stale":
        theirs = samples.say("谈定新额度", "Agreed on a new limit")
        raise Stale([Difference("result", data["result"], theirs), Difference("reached", "yes", "no")])
    if way == "refused":
        raise Refused(KernelRefusal.NOT_A_MONTH, field="result", text=data["result"])
    if way == "forbidden":
        raise Forbidden(samples.say("记录拜访", "Record visits"))
    return 1


urlpatterns = [
    path("kit/", kit, name="kit"),
    path("kit/task/", kit_task, name="kit_task"),
    path("kit/why/", kit_why, name="kit_why"),
    path("kit/pick/", kit_pick, name="kit_pick"),
    path("kit/refusal/<str:way>/", kit_refusal, name="kit_refusal"),
]
