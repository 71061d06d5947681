import type { hostSentences } from '@shared/sentences/host';

export const host: Record<keyof typeof hostSentences, string> = {
  'host.fileNotRead': '无法读取 {{path}}（{{reason}}）：请检查其权限后重试',
  'host.fileNotWritten': '无法写入 {{path}}（{{reason}}）：请检查剩余空间及其权限后重试',
  'host.dataInUse': '另一个 Wheelhouse（进程 {{pid}}）正在使用 {{path}}：请先停止它，或用其他目录启动（--data）',
  'host.vaultLocked': '保险库已锁定：请输入口令',
  'host.vaultUninitialized': '请设置口令：Wheelhouse 用它加密保存在本机的凭据',
  'host.wrongPassphrase': '此口令无法打开保险库：请检查后重试',
  'host.vaultKeyDamaged': '{{path}} 中的保险库密钥已损坏：请从备份恢复，或将其移走以重新开始一个空的保险库',
  'host.vaultKeyForeign': '本机的密钥环无法打开 {{path}} 中的保险库密钥：请登录创建它时所用的密钥环，或将该文件移走以重新开始一个空的保险库',
  'host.noKeychain': '本机没有密钥环，无法安全保存凭据：请启动密钥环（GNOME Keyring 或 KWallet），或在设置中允许本机以明文保存',
  'host.keychainRefused': '本机的密钥环拒绝访问（{{reason}}）：请解锁并允许 Wheelhouse 使用，然后重试',
  'host.plainTextSecrets': '本机没有密钥环：按设置，凭据在没有真正加密的情况下保存',
  'host.secretDamaged': '某个已保存的凭据无法解密：请重新录入',
  'host.portTaken': '{{host}} 的端口 {{port}} 已被占用：请用 --port 指定其他端口',
  'host.portRefused': 'Wheelhouse 无法监听 {{host}} 的端口 {{port}}：{{reason}}',
  'host.tlsRequired': '{{host}} 可从其他机器访问：请用 --tls-cert 和 --tls-key 提供证书，或仅监听 127.0.0.1',
  'host.tlsInvalid': '证书 {{cert}} 与密钥 {{key}} 不可用：{{reason}}',
};
