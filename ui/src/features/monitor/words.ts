/** The words and signs of the monitor: what people read in place of the core's stable names. An unknown name shows itself. */
import type { Component } from 'svelte';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import Info from '@lucide/svelte/icons/info';
import OctagonAlert from '@lucide/svelte/icons/octagon-alert';
import type { Severity } from '$door/contract';
import { tMaybe } from '$shared/i18n/i18n.svelte';
import type { Tone } from '$shared/ui/tone';

export const checkTitle = (name: string): string => tMaybe(`monitor.check_${name}`) ?? name;
export const checkText = (name: string): string | null => tMaybe(`monitor.check_${name}__text`);
export const checkNext = (name: string): string | null => tMaybe(`monitor.check_${name}__next`);
export const fieldName = (field: string): string => tMaybe(`monitor.field_${field.replaceAll('.', '_')}`) ?? field;
/** A stored word (`pending`, `completed`) as people say it, with whatever follows it; some things say it in their own way. */
export const stateWord = (word: string, field = ''): string =>
  (field === 'payment.status' ? tMaybe(`monitor.state_payment_${word}`) : null) ?? tMaybe(`monitor.state_${word}`) ?? word;
export const commandName = (command: string): string => tMaybe(`monitor.command_${command.replaceAll('.', '_')}`) ?? command;
export const logTitle = (code: string): string => tMaybe(`monitor.log_${code}`) ?? code;

export const SEVERITIES: Record<Severity, { icon: Component; tone: Tone }> = {
  info: { icon: Info, tone: 'info' },
  warning: { icon: CircleAlert, tone: 'warn' },
  critical: { icon: OctagonAlert, tone: 'bad' },
};

/** A note's level is text in the books: anything unknown counts as information. */
export const severityOf = (level: string): Severity => (level === 'warning' || level === 'critical' ? level : 'info');
