import type { Texts } from '../texts';

export const topology: Texts['topology'] = {
  title: '拓扑',
  canvas: '{{environment}} 的拓扑',
  search: '按名称、类型、镜像查找',
  unhealthyOnly: '只看异常',
  showAll: '显示全部',
  refresh: '立即重新检查',
  counts: '各状态的工作负载',
  workloadCount: '工作负载：{{n}}',
  unhealthyCount: '异常：{{n}}',
  denied: '您的权限不允许在此列出 {{resources}}，因此图中没有它们。',
  empty: {
    title: '这里还没有运行任何应用',
    body: '命名空间 {{namespace}} 中没有工作负载、服务或路由。部署到其中的内容会自动出现在这里。',
  },
  allHealthy: { title: '没有异常', body: '这里的工作负载、服务和路由都正常。' },
  layoutFailed: '无法绘制拓扑图',
};
