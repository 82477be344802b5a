// Independent programs of the npm registry behind one question and one answer a line. Nothing here is ours but the
// questions: what is verified is verified by them.
import * as answers from './answers.mjs';
import {createInterface} from 'node:readline';

// Libraries that print would break the protocol.
console.log = console.info = console.debug = console.error;

for await (const line of createInterface({input: process.stdin, crlfDelay: Infinity})) {
  const {ask, ...question} = JSON.parse(line);
  let answer;
  try {
    answer = await answers[ask](question);
  } catch(error) {
    answer = {ok: false, why: answers.reason(error)};
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
