# Lockstep on Node 24: `docker build -t lockstep .`, then `docker run --rm lockstep doctor`.
# The image holds what the published package holds, and the packages that it needs at run time; nothing is compiled from C.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Optional is a Node for machines whose own is older: the image has its own.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=optional --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY jobs jobs
COPY src src
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY bin bin
COPY cypher cypher
COPY schema schema
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN ln -s /app/bin/lockstep.js /usr/local/bin/lockstep && mkdir /data && chown node:node /data
USER node
# Whatever a setting leaves relative, such as the embedded store, is kept.
WORKDIR /data
VOLUME /data
ENV LOCKSTEP_DATA_DIR=/data
EXPOSE 8787
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.LOCKSTEP_HTTP_PORT || 8787}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["lockstep"]
CMD ["worker"]
