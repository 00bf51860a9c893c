// Reads a whole trophy library with psn-api: node --import ./redirect.mjs read.mjs NPSSO
// Answers with one line of JSON: how long it took and how much was read.
import {
  exchangeAccessCodeForAuthTokens,
  exchangeNpssoForAccessCode,
  getTitleTrophies,
  getUserTitles,
  getUserTrophiesEarnedForTitle,
} from "psn-api";

// As many requests at once as this integration's client allows itself.
const CONCURRENCY = 4;

async function readTitles(authorization) {
  const titles = [];
  let offset = 0;
  while (offset !== undefined) {
    const page = await getUserTitles(authorization, "me", { offset });
    titles.push(...page.trophyTitles);
    offset = page.nextOffset;
  }
  return titles;
}

async function readLibrary(npsso) {
  const authorization = await exchangeAccessCodeForAuthTokens(
    await exchangeNpssoForAccessCode(npsso),
  );
  const titles = await readTitles(authorization);
  const jobs = titles.flatMap((title) => {
    const which = [
      title.npCommunicationId,
      "all",
      { npServiceName: title.npServiceName },
    ];
    return [
      async () => {
        const answer = await getTitleTrophies(authorization, ...which);
        read.trophies += answer.trophies.length;
      },
      async () => {
        const answer = await getUserTrophiesEarnedForTitle(
          authorization,
          "me",
          ...which,
        );
        read.earned += answer.trophies.filter(({ earned }) => earned).length;
      },
    ];
  });
  const read = { titles: titles.length, trophies: 0, earned: 0, unread: 0 };
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return read;
}

const before = process.cpuUsage();
const start = performance.now();
const read = await readLibrary(process.argv[2]);
read.seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(before);
read.cpu = (user + system) / 1_000_000;
console.log(JSON.stringify(read));
