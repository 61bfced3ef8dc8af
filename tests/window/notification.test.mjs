// An answer that comes while the window is hidden is told by the desktop, and a click on that opens the talk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  activeTitle,
  Bus,
  clickNotification,
  isMinimised,
  Life,
  minimise,
  Provider,
  pause,
  pictureOfDesk,
  until,
  windowId,
} from './harness.mjs';
import { Talk } from './talk.mjs';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

test('hidden, an answer is told in neutral words; a click opens the talk there', async () => {
  const life = new Life();
  const talk = new Talk(life);
  const bus = await Bus.notifications();
  try {
    await talk.open();
    await talk.answerWith(provider.address, 'echo-slow');
    await life.page.run(`document.querySelector('a[href="#/settings"]').click(); return true`);
    await life.page.run(`document.querySelector('a[href="#/talk"]').click(); return true`);
    await talk.say('Answer while I look away.');
    await life.page.run(`document.querySelector('a[href="#/help"]').click(); return true`);
    const id = windowId();
    minimise();
    await until('it is minimised', () => isMinimised(id));
    await until('the notification is on the bus', () => bus.heard.includes('member=Notify'), 30);
    await pause(500);
    pictureOfDesk('notification');
    const said = bus.heard.slice(bus.heard.indexOf('member=Notify'));
    assert.ok(said.includes('"An answer is waiting for you."'), said);
    assert.ok(!said.includes('walk') && !said.includes('look away'), 'no word of the talk is on the bus');

    clickNotification();
    await until('the window is back', () => !isMinimised(id));
    await until('it has the keyboard', () => activeTitle() === 'Samantha');
    await life.page.until('the talk is open', () =>
      life.page.run("return document.querySelector('section.talk') && !document.querySelector('section.talk').hidden"),
    );
    const answer = await talk.answered();
    assert.ok(answer.text.includes('How does that sound?'));
    pictureOfDesk('notification-clicked');
  } finally {
    bus.end();
    await life.end();
  }
});

test('in sight, nothing is told', async () => {
  const life = new Life();
  const talk = new Talk(life);
  const bus = await Bus.notifications();
  try {
    await talk.open();
    await until('the window has the keyboard', () => activeTitle() === 'Samantha');
    await talk.answerWith(provider.address, 'quick');
    await talk.say('I am here.');
    await talk.answered();
    await pause(700);
    assert.ok(!bus.heard.includes('member=Notify'), bus.heard);
  } finally {
    bus.end();
    await life.end();
  }
});

test('switched off, nothing is told', async () => {
  const life = new Life();
  const talk = new Talk(life);
  const bus = await Bus.notifications();
  try {
    await talk.open();
    await life.call('change_settings', { notify: false });
    await talk.answerWith(provider.address, 'echo-slow');
    await talk.say('Quietly, please.');
    const id = windowId();
    minimise();
    await until('it is minimised', () => isMinimised(id));
    await life.page.until('it was answered', async () => !(await life.call('open')).answering, 30);
    await pause(700);
    assert.ok(!bus.heard.includes('member=Notify'), bus.heard);
  } finally {
    bus.end();
    await life.end();
  }
});
