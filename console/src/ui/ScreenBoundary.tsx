import i18next from 'i18next';
import { Component, type ReactNode } from 'react';
import { Failed } from './small';

// A screen's code could not be fetched: the connection is gone, or a newer version is served. Loading the page again helps.
export class ScreenBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <Failed what={i18next.t('screenFailed')} error={error} again={() => location.reload()} />;
  }
}
