# The same server as `make serve`, as a user without rights.
FROM python:3.11-slim
WORKDIR /app
COPY requirements/ requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/product.txt
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --system --uid 10001 hub && mkdir /data && chown hub /data
USER hub
VOLUME /data
ENTRYPOINT ["hub"]
CMD ["serve", "--data", "/data", "--http", "0.0.0.0:8000", "--mllp", "0.0.0.0:2575"]
