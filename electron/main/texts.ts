/** What the shell itself says: menus and dialogs. Everything else is said by the page. */
const english = {
  file: 'File',
  newWindow: 'New Window',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  restartEngine: 'Restart Engine',
  openLogs: 'Open Log Folder',
  pageCrashed: 'This window has stopped working',
  pageCrashedDetail: 'Nothing that runs in Wheelhouse was interrupted. Reload the window to go on.',
  reload: 'Reload',
  closeWindow: 'Close Window',
  engineTrouble: 'The engine of Wheelhouse does not start',
  engineTroubleDetail: 'It is tried again and again. The reason is in the log, in the folder {{path}}.',
  cannotStart: 'Wheelhouse cannot start',
};
export type Texts = typeof english;

const chinese: Texts = {
  file: '文件',
  newWindow: '新建窗口',
  edit: '编辑',
  view: '视图',
  window: '窗口',
  help: '帮助',
  restartEngine: '重启引擎',
  openLogs: '打开日志文件夹',
  pageCrashed: '此窗口已停止工作',
  pageCrashedDetail: 'Wheelhouse 中正在运行的操作未受影响。重新加载窗口即可继续。',
  reload: '重新加载',
  closeWindow: '关闭窗口',
  engineTrouble: 'Wheelhouse 引擎无法启动',
  engineTroubleDetail: '系统会不断重试。原因见日志文件夹 {{path}}。',
  cannotStart: 'Wheelhouse 无法启动',
};

/** @param locale as of `app.getLocale()`: `zh-CN`, `en-GB` … */
export const textsFor = (locale: string): Texts => (locale.startsWith('zh') ? chinese : english);
