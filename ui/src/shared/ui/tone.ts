/** What a coloured thing means. The colours of each tone are tokens. */
export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'calm' | 'accent';
