// A bot without a product on Bolt and ioredis: one write in Redis, then the acknowledgement.
const { App, SocketModeReceiver, LogLevel } = require('@slack/bolt');
const Redis = require('ioredis');

const redis = new Redis(process.env.REDIS_URL);
redis.defineCommand('write', {
  numberOfKeys: 2,
  lua: "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return redis.call('RPUSH', KEYS[2], ARGV[2])",
});
const record = 'x'.repeat(250);
const receiver = new SocketModeReceiver({
  appToken: process.env.SLACK_APP_TOKEN,
  logLevel: LogLevel.ERROR,
  installerOptions: { clientOptions: { slackApiUrl: process.env.SLACK_API_URL } },
});
const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  receiver,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});
app.command('/followup', async ({ body, ack }) => {
  await redis.write('{x}:' + body.user_id, '{x}:t:' + body.user_id, body.trigger_id, record);
  await ack();
});
process.stdin.resume().on('end', () => process.exit(3)); // whoever measures is gone
process.on('SIGTERM', () => process.exit(0));
app.start();
