// Every error a person meets ends here: a sentence, what to do next, and the details in a fold.

import { ApiError } from '../ipc/core.js';
import { showToast } from '../parts/toast.js';
import { hasWords, t } from './fluent.js';

/**
 * The words for an error.
 * @param {unknown} cause
 * @returns {{ text: string, next: string | undefined, details: string }}
 */
export function errorWords(cause) {
  const error = ApiError.from(cause);
  const code = hasWords(`error-${error.code}`) ? error.code : 'broken';
  const next = `error-${code}-next`;
  return {
    text: t(`error-${code}`),
    next: hasWords(next) ? t(next) : undefined,
    details: `${error.code}: ${error.message}`,
  };
}

/**
 * Shows an error.
 * @param {unknown} cause
 */
export function showError(cause) {
  showToast({ tone: 'error', ...errorWords(cause) });
}
