/**
 * The contract of the door as the interface uses it: every command and query by name with its input and output, and which kinds
 * of thing a query shows. One place to look; screens import types from here.
 */
export type Kind = string;
export type Role = 'nobody' | 'staff' | 'manager' | 'system';
export type VerdictCode =
  | 'ok' | 'already_active' | 'already_used' | 'unpaid' | 'cancelled' | 'refunded' | 'expired'
  | 'too_early' | 'too_late' | 'blocked' | 'foreign_qr' | 'unknown' | 'malformed';
export type PaymentStatus = 'pending' | 'completed' | 'failed' | 'cancelled' | 'refunded';
export type SessionStatus = 'ready' | 'active' | 'paused' | 'completed' | 'terminated' | 'expired';
export type InvoiceStatus = 'pending' | 'active' | 'used' | 'expired' | 'cancelled';
export type PaymentMethod = 'cash' | 'wave' | 'orange_money' | 'card' | 'wallet';

export interface OperatorTile { operator_id: number; name: string; role: Role }
export interface DeskOverview {
  server_now: string; venue_name: string; currency: string; timezone: string; language: 'fr' | 'en'; theme: 'system' | 'light' | 'dark';
  is_first_start: boolean; lock_after_minutes: number; sound: boolean; version: string;
}
export interface Package {
  id: number; name: string; game_name: string; duration_minutes: number; price_cents: number; currency: string;
  description: string; is_active: boolean;
}
export interface Station { id: number; name: string; zone: string; is_active: boolean; session_id: number | null; free_at: string | null }
export interface Customer { id: number; username: string; phone: string | null; is_blocked: boolean; waiting_invoices: InvoiceRow[] }
export interface InvoiceRow {
  id: number; invoice_number: string; purchase_id: number; customer_name: string; package_name: string; game_name: string;
  duration_minutes: number; status: InvoiceStatus; issued_at: string; expires_at: string | null;
  reserved_from: string | null; reserved_to: string | null; station_name: string | null;
}

export interface CommandMap { [name: string]: { input: unknown; output: unknown } }
export interface QueryMap { [name: string]: { input: unknown; output: unknown } }
export type CommandName = string;
export type QueryName = string;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type CommandInput<_N extends CommandName> = any;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type CommandOutput<_N extends CommandName> = any;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type QueryInput<_N extends QueryName> = any;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type QueryOutput<_N extends QueryName> = any;
export const QUERY_SHOWS: Record<QueryName, readonly Kind[]> = {};
