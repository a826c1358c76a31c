# The bot alone: one static binary, no shell, no root. The base is named by its digest; Dependabot brings newer ones.
FROM golang:1.26.8@sha256:0f063af2d465d8dcae54cce04278ada488b96f77b42449c8d071e47d016cc65a AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
# jsonv2 halves the cost of decoding Slack's envelopes, which is most of what the bot does.
RUN CGO_ENABLED=0 GOEXPERIMENT=jsonv2 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/followup ./cmd/followup

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/followup /followup
COPY --from=build /src/cmd/followup/notices.txt /NOTICES.txt
USER 65532:65532
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/followup", "health"]
ENTRYPOINT ["/followup"]
CMD ["serve"]
