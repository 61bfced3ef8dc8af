// Before quiet work, seeing or standing in is given to a host that words don't go to yet: where they would go, for what,
// and what becomes of them there. Nothing changes until the person says so.

import { t } from '../lib/fluent.js';
import { whereto } from '../life.js';
import { confirm } from '../parts/confirm.js';
import { treatmentWords } from './facts.js';

/** @import { Facts, Role } from '../ipc/wire.ts' */

/**
 * Asks, when it would let words go where they don't go yet.
 * @param {Exclude<Role, 'talk'>} role
 * @param {{ model: string | null, host: string | null, facts: Pick<Facts, 'trains' | 'retentionDays'> }} to
 * @returns {Promise<boolean>} whether the person agrees
 */
export async function agreedToGo(role, { model, host, facts }) {
  if (host === null || goThere(role, host)) return true;
  return confirm({
    title: () => t('role-ask', { host }),
    text: () => t(`role-ask-${role}`, { host, model: model ?? '' }),
    more: () => treatmentWords(facts),
    yes: () => t('role-ask-yes'),
  });
}

/**
 * Whether what this one is sent goes to the host already.
 * @param {Exclude<Role, 'talk'>} role
 * @param {string} host
 */
function goThere(role, host) {
  const now = whereto.value;
  if (role === 'seeing') return now.pictures?.host === host;
  return now.host === host || now.also.some((one) => one.host === host && one.role !== 'seeing');
}
