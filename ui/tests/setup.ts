import { configure } from '@testing-library/svelte';
import '@testing-library/jest-dom/vitest';

// A loaded machine is slow, not wrong: what must come is waited for, what must not come is asked about once.
configure({ asyncUtilTimeout: 8_000 });
