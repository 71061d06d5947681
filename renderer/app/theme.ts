import { ActionIcon, Button, createTheme, Drawer, Modal, Tooltip, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = ['#eef0fd', '#dcdffa', '#b7bdf4', '#949cf2', '#7b86f0', '#5a66e0', '#4a55c8', '#3f49b4', '#343d98', '#2a317b'];
const slate: MantineColorsTuple = ['#f5f6f8', '#eef0f4', '#e2e5ea', '#d6dae1', '#c9ced7', '#7d8594', '#626a79', '#4b5361', '#2c323d', '#1a1e26'];
const red: MantineColorsTuple = ['#fce9e9', '#f9d2d3', '#f3a6a9', '#f5868a', '#e8636a', '#d63a43', '#b8232c', '#a01c25', '#85161d', '#6b1016'];
/** Mantine's dark scale: 0 text … 7 page. */
const dark: MantineColorsTuple = ['#e4e7ed', '#c3c9d4', '#a9b1be', '#8b94a3', '#3a414d', '#262b34', '#1b1f26', '#15181d', '#0f1115', '#0b0d10'];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  colors: { accent, gray: slate, dark, red },
  fontFamily: 'var(--wh-font)',
  fontFamilyMonospace: 'var(--wh-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '18px' }, h2: { fontSize: '15px' }, h3: { fontSize: '13px' } } },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs', variant: 'default', fw: 500 } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', allowDeselect: false, checkIconPosition: 'right' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    Tabs: { defaultProps: { keepMounted: false } },
    // What scrolls can be reached by the keyboard; the type of the list leaves this property of its scroll area out.
    SpotlightActionsList: { defaultProps: { viewportProps: { tabIndex: 0 } } },
    // Its placeholder for the first focus is no allowed child of a menu (axe: aria-required-children).
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // Only the panes scroll, never the page: locking it would inject a style element for nothing. A short window has no room to give away above a dialog.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: false, yOffset: 'max(12px, 16vh - 60px)', size: 520, overlayProps: { backgroundOpacity: 0.3 }, transitionProps: { duration: 120, transition: 'fade' } } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false, position: 'right', transitionProps: { duration: 140 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: false, multiline: true, maw: 360, transitionProps: { duration: 80 }, events: { hover: true, focus: true, touch: true } } }),
  },
});

/** Mantine draws with our tokens, so that its surfaces and ours are the same. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--wh-surface)',
    '--mantine-color-text': 'var(--wh-text)',
    '--mantine-color-dimmed': 'var(--wh-text-3)',
    '--mantine-color-placeholder': 'var(--wh-text-3)',
    '--mantine-color-default-border': 'var(--wh-border-strong)',
    '--mantine-color-default-hover': 'var(--wh-hover)',
    '--mantine-color-error': 'var(--wh-bad)',
    '--mantine-color-anchor': 'var(--wh-accent-text)',
  };
  return { variables: {}, light: { ...both, '--mantine-color-default': '#ffffff' }, dark: { ...both, '--mantine-color-default': 'var(--wh-raised)' } };
};
