FROM python:3.13.7-slim-bookworm

RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
 && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 \
    HOST=0.0.0.0 TOUCHSTONE_DATA=/data COLLECTED_STATIC=true
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY . .
RUN python -m config.messages \
 && TOUCHSTONE_DATA=/tmp/build python manage.py collectstatic --noinput -v0 \
 && useradd --system --uid 10001 touchstone \
 && install -d -o touchstone -g touchstone -m 0700 /data

USER touchstone
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "config.web", "0.0.0.0", "8000"]
