// node-hl7-client: messages built by its builder, sent over one connection; prints what was answered as one JSON object.
import { Client, Message } from 'node-hl7-client';

const port = Number(process.argv[2]);
const client = new Client({ host: '127.0.0.1' });
const answers = [];
let wake = () => {};
const connection = client.createConnection({ port, waitAck: true }, (response) => {
  const ack = response.getMessage();
  answers.push([ack.get('MSA.1').toString(), ack.get('MSA.2').toString()]);
  wake();
});
const answered = (count) => new Promise((resolve) => {
  wake = () => answers.length >= count && resolve();
  wake();
});

const admission = (controlId, number, family) => {
  const message = new Message({
    messageHeader: { msh_9_1: 'ADT', msh_9_2: 'A04', msh_9_3: 'ADT_A01', msh_10: controlId, msh_11_1: 'P' },
  });
  message.set('MSH.3', 'NODE').set('MSH.4', 'H1').set('MSH.18', 'UNICODE UTF-8');
  message.set('EVN.2', '20261122083000');
  message.set('PID.1', '1').set('PID.3.1', number).set('PID.3.5', 'MR').set('PID.5.1', family).set('PID.8', 'F');
  message.set('PV1.2', 'O').set('PV1.19', `V-${controlId}`);
  return message;
};

const messages = ['N1', 'N2', 'N3'].map((number) => admission(number, `NODE-${number}`, '钱'));
messages.push(messages[0]);
for (const [at, message] of messages.entries()) {
  await connection.sendMessage(message);
  await answered(at + 1);
}
await connection.close();
await client.closeAll();
console.log(JSON.stringify({ answers }));
process.exit(0);
