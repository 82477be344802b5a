# Built in one image, run in another that holds little besides the binary.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends build-essential \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --package cli \
 && cp target/release/countersign /usr/local/bin/countersign

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/countersign --create-home countersign \
 && chmod 700 /var/lib/countersign
COPY --from=build /usr/local/bin/countersign /usr/local/bin/countersign
USER countersign
WORKDIR /var/lib/countersign
VOLUME /var/lib/countersign
ENV COUNTERSIGN_LISTEN=0.0.0.0:8080 \
    COUNTERSIGN_KEY_FILE=/var/lib/countersign/keys \
    COUNTERSIGN_DATABASE_URL=sqlite:/var/lib/countersign/countersign.db
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["countersign"]
CMD ["serve"]
