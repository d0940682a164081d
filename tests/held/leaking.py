"""Which installation keeps something of every request and every job? The settings of the control of the soak."""

from celery.signals import task_prerun

import config.settings

globals().update({name: value for name, value in vars(config.settings).items() if name.isupper()})
MIDDLEWARE = [*config.settings.MIDDLEWARE, "tests.held.leaking.keeping"]
OF_A_REQUEST = 100_000  # bytes
OF_A_JOB = 20_000_000
KEPT = []


def keeping(get_response):
    def answer(request):
        KEPT.append(b"x" * OF_A_REQUEST)
        return get_response(request)

    return answer


@task_prerun.connect
def keep(**_):
    KEPT.append(b"x" * OF_A_JOB)
