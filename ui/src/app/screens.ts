/** The screens of the desk, in the order of the rail. Keys are for life: a screen that comes later has its own, kept free. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import CalendarHeart from '@lucide/svelte/icons/calendar-heart';
import Package from '@lucide/svelte/icons/package';
import ScanLine from '@lucide/svelte/icons/scan-line';
import Settings from '@lucide/svelte/icons/settings-2';
import ShoppingBag from '@lucide/svelte/icons/shopping-bag';
import Timer from '@lucide/svelte/icons/timer';
import Wallet from '@lucide/svelte/icons/wallet';
import type { MessageKey } from '$shared/i18n/i18n.svelte';
import CounterView from '$views/CounterView.svelte';
import MonitorView from '$views/MonitorView.svelte';
import SalesView from '$views/SalesView.svelte';
import SessionsView from '$views/SessionsView.svelte';
import SettingsView from '$views/SettingsView.svelte';

export interface Screen {
  id: 'counter' | 'sessions' | 'sales' | 'immersion' | 'orders' | 'wallets' | 'monitor' | 'settings';
  keys: string;
  label: MessageKey;
  icon: Component;
  /** What is on it; a screen that the start can do without is loaded after it. */
  view: Component | { load: () => Promise<{ default: Component }> };
  /** Stands apart at the foot of the rail. */
  foot?: boolean;
}

/** The screen itself, once it is there. */
export const viewOf = async ({ view }: Screen): Promise<Component> => ('load' in view ? (await view.load()).default : view);

export const SCREENS: readonly Screen[] = [
  { id: 'counter', keys: 'F1', label: 'shared.nav_counter', icon: ScanLine, view: CounterView },
  { id: 'sessions', keys: 'F2', label: 'shared.nav_sessions', icon: Timer, view: SessionsView },
  { id: 'sales', keys: 'F3', label: 'shared.nav_sales', icon: ShoppingBag, view: SalesView },
  { id: 'immersion', keys: 'F4', label: 'shared.nav_immersion', icon: CalendarHeart, view: { load: () => import('$views/ImmersionView.svelte') } },
  { id: 'orders', keys: 'F5', label: 'shared.nav_orders', icon: Package, view: { load: () => import('$views/OrdersView.svelte') } },
  { id: 'wallets', keys: 'F6', label: 'shared.nav_wallets', icon: Wallet, view: { load: () => import('$views/WalletsView.svelte') } },
  { id: 'monitor', keys: 'F7', label: 'shared.nav_monitor', icon: Activity, view: MonitorView },
  { id: 'settings', keys: 'F10', label: 'shared.nav_settings', icon: Settings, view: SettingsView, foot: true },
];
