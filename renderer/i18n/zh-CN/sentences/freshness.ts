import type { freshnessSentences } from '@shared/sentences/freshness';

export const freshness: Record<keyof typeof freshnessSentences, string> = {
  'freshness.listing': '正在首次读取 {{resource}}',
  'freshness.listingAgain': '遗漏了 {{resource}} 的部分变化，正在重新读取全部',
  'freshness.checking': '正在重新确认 {{resource}} 是否为最新',
  'freshness.closed': '{{server}} 立即关闭了对 {{resource}} 的监听，正在重试',
  'freshness.silent': '{{server}} 没有响应，正在重试',
  'freshness.unreadable': '{{server}} 返回的 {{resource}} 内容无法解析，正在重试。若持续出现，请查明本机与集群之间有什么设备',
  'freshness.refusedWatch': '{{server}} 结束了对 {{resource}} 的监听：{{message}}；正在重试',
  'freshness.failed': '无法读取 {{resource}}：{{message}}；正在重试',
  'freshness.denied': '您无权读取 {{resource}}：{{message}}',
  'freshness.notServed': '{{server}} 不提供 {{apiVersion}} 中的 {{resource}}',
};
