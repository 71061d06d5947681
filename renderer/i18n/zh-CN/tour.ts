import type { Texts } from '../texts';

export const tour: Texts['tour'] = {
  label: '引导教程',
  start: '开始引导教程',
  continue: '继续引导教程',
  focus: '定位到引导教程卡片',
  count: '引导教程 · {{number}} / {{total}}',
  back: '上一步',
  next: '下一步',
  leave: '跳过教程',
  finish: '完成',
  takeMeBack: '带我回去',
  away: {
    environment: '教程将在 {{environment}} 中继续。您可以随意浏览，点这里即可返回。',
    component: '教程将围绕 {{component}} 继续：请在拓扑中点击它的卡片，重新打开它。',
  },
  step: {
    open: { title: '打开 {{environment}}', body: '环境是集群中的一个命名空间，带有类别和颜色。请在侧栏中选择 {{environment}}。' },
    component: { title: '拓扑是实时的', body: '每张卡片是集群中的一个对象，每个小方块是一个 Pod，都会随集群实时变化。请打开 {{component}}。' },
    upgrade: { title: '升级它', body: '此面板显示组件的状态和可执行的操作。请点击“升级”。' },
    dryRun: { title: '先看结果，再执行', body: '请输入标签 {{tag}}。服务器会返回试运行结果：只列出将要变更的内容。然后点击“升级”。' },
    watch: { title: '观察 Pod 的替换', body: '此服务先结束旧的 Pod 再启动新的，试运行时已有提示。几秒钟后所有 Pod 会重新就绪。' },
    close: { title: '升级完成', body: '每次变更都是一个带步骤和日志的操作，以后也能查看。请按 Esc 关闭此抽屉。' },
    timeline: { title: '查看时间线', body: '每次升级都会留下一个修订版本：内容是什么、由谁、因何而做。请打开“时间线”。' },
    rollback: { title: '回到之前', body: '此按钮会回到上一个修订版本，您也可以回到列表中的任意版本。请点击“回滚”。' },
    confirm: { title: '同样先试运行', body: '执行之前会显示将要变更的内容，以及回滚不涉及的部分。请点击“回滚”。' },
    watchBack: { title: '正在回滚', body: 'Pod 再次被替换为旧修订版本。这需要几秒钟。' },
    end: { title: '全程结束', body: '您已完成一次升级、观察并回滚了服务。页面上方的“演示”标记中可以再次开始教程，或重置演示站点。' },
  },
};
