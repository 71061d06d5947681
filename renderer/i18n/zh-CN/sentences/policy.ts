import type { policySentences } from '@shared/sentences/policy';

export const policy: Record<keyof typeof policySentences, string> = {
  'policy.readOnly': '环境 {{environment}} 在 Wheelhouse 中是只读的',
  'policy.locked': '环境 {{environment}} 受保护：请先填写原因和时长解锁',
  'policy.confirmName': '这是受保护环境中的危险操作：请输入环境名称 {{environment}} 以确认',
  'policy.missingPermission': '{{user}} 无权在命名空间 {{namespace}} 中对 {{resource}} 执行 {{verb}}',

  'audit.cannotWrite': '无法写入审计日志（{{reason}}），因此未做任何更改：请释放磁盘空间或检查其目录后重试',
  'audit.outcomeLost': '{{action}} 已执行，但结果未能写入审计日志：请释放磁盘空间或检查其目录',
  'audit.damaged': '审计日志 {{path}} 自第 {{line}} 行起前后不一致；未做任何修复：请保留副本并查看审计页面',

  'vault.unreadableSecret': '某个已保存的凭据无法读取：请重新录入',

  'document.setAside': '{{document}} 的文件无法读取，已另存为 {{path}}；Wheelhouse 在没有它的情况下继续运行',
  'document.newer': '{{document}} 的文件由更新版本的 Wheelhouse 写入（格式 {{version}}）：文件保持原样，更改不会保存',
  'document.invalid': '{{document}} 的文件内容异常（{{reason}}）：文件保持原样，修正或移走之前不会保存更改',
  'document.cannotSave': '无法保存 {{document}} 的文件：{{reason}}',

  'environment.nameTaken': '名为 {{name}} 的环境已存在：请换一个名称',
  'environment.contextUnknown': '该上下文已不在任何 kubeconfig 中：请选择其他上下文',
  'environment.notProtected': '环境 {{environment}} 未受保护，无需解锁',

  'demo.cannotStart': '无法启动演示站点：{{reason}}',
  'demo.ended': '演示站点意外结束：请重置以重新启动',

  'operation.notFound': '该操作已不存在',
  'operation.busy': '另一项操作正在处理 {{target}}：请等它结束，或将其取消',
  'operation.ended': '该操作已经结束',
  'operation.pastPointOfNoReturn': '变更已生效，无法取消：请改用回滚',
  'operation.canceled': '在更改任何内容之前已取消',
  'operation.interrupted': '执行过程中 Wheelhouse 退出了：请查看组件以了解进展',
  'operation.failed': 'Wheelhouse 内部错误导致操作失败',
  'operation.journalDamaged': '部分历史操作的日志无法读取（{{files}}）：仅显示可读的内容',
};
