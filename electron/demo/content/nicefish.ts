import type { Draft } from '../objects/meta';
import { cause, deployment, labelsOf, named, resources, service } from './parts';

/** How NiceFish differs from one environment to the next. */
export interface NicefishSettings {
  /** Host and port. */
  registry: string;
  host: string;
  replicas: number;
  versions: { ui: string; cms: string; db: string; redis: string };
  passwords: { db: string };
  /** Spring's profile: `dev`, `test`, `prod`. */
  profile: string;
  /** The storage its database gets. */
  storage: string;
  /** Backups that fail are tried again; where they are not, a failed job shows. */
  retriesBackups: boolean;
}

export const nicefishImage = (registry: string, component: 'ui' | 'cms' | 'db' | 'db-backup' | 'search' | 'report', version: string) => `${registry}/nicefish/${component}:${version}`;
export const redisImage = (registry: string, version: string) => `${registry}/library/redis:${version}`;

const nginxConfiguration = `server {
  listen 80;
  root /usr/share/nginx/html;
  gzip on;
  location /api/ { proxy_pass http://nicefish-cms:8080; proxy_read_timeout 30s; }
  location / { try_files $uri $uri/ /index.html; }
}
`;

function ui({ registry, versions, replicas }: NicefishSettings): Draft[] {
  const probe = { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 };
  return [
    { kind: 'ConfigMap', metadata: named('nicefish-ui-nginx', 'nicefish-ui'), data: { 'default.conf': nginxConfiguration } },
    deployment('nicefish-ui', replicas, cause(`UI ${versions.ui}`), {
      containers: [
        {
          name: 'ui',
          image: nicefishImage(registry, 'ui', versions.ui),
          ports: [{ name: 'http', containerPort: 80 }],
          volumeMounts: [{ name: 'nginx', mountPath: '/etc/nginx/conf.d' }],
          readinessProbe: probe,
          livenessProbe: { ...probe, periodSeconds: 10 },
          ...resources('20m', '32Mi', '64Mi'),
        },
      ],
      volumes: [{ name: 'nginx', configMap: { name: 'nicefish-ui-nginx' } }],
    }),
    service('nicefish-ui', 80),
  ];
}

function properties({ host, profile }: NicefishSettings): string {
  const isProduction = profile === 'prod';
  return [
    `# NiceFish CMS, ${profile}`,
    'spring.datasource.url=jdbc:mysql://nicefish-db:3306/nicefish?useSSL=false&characterEncoding=utf8',
    'spring.datasource.username=nicefish',
    `spring.datasource.hikari.maximum-pool-size=${isProduction ? 20 : 5}`,
    'spring.data.redis.host=nicefish-redis',
    'spring.data.redis.port=6379',
    'spring.flyway.enabled=false',
    'spring.servlet.multipart.max-file-size=10MB',
    `nicefish.site-url=https://${host}`,
    `nicefish.posts.page-size=${isProduction ? 20 : 10}`,
    `nicefish.comments.moderation=${isProduction}`,
    `logging.level.com.nicefish=${isProduction ? 'INFO' : 'DEBUG'}`,
    'management.endpoints.web.exposure.include=health,info,prometheus',
    '',
  ].join('\n');
}

function cms(settings: NicefishSettings): Draft[] {
  const { registry, versions, replicas, profile } = settings;
  const health = (path: string) => ({ httpGet: { path: `/actuator/health${path}`, port: 'http' }, periodSeconds: 5 });
  return [
    { kind: 'ConfigMap', metadata: named('nicefish-cms-config', 'nicefish-cms'), data: { SPRING_PROFILES_ACTIVE: `kubernetes,${profile}`, JAVA_TOOL_OPTIONS: '-XX:MaxRAMPercentage=65', 'application.properties': properties(settings) } },
    deployment('nicefish-cms', replicas, cause(`CMS ${versions.cms}`), {
      containers: [
        {
          name: 'cms',
          image: nicefishImage(registry, 'cms', versions.cms),
          ports: [{ name: 'http', containerPort: 8080 }],
          envFrom: [{ configMapRef: { name: 'nicefish-cms-config' } }],
          env: [
            { name: 'SPRING_DATASOURCE_PASSWORD', valueFrom: { secretKeyRef: { name: 'nicefish-db', key: 'password' } } },
            { name: 'NICEFISH_TOKEN_KEY', valueFrom: { secretKeyRef: { name: 'nicefish-cms', key: 'token-key' } } },
          ],
          startupProbe: { ...health('/liveness'), failureThreshold: 24 },
          livenessProbe: { ...health('/liveness'), periodSeconds: 10 },
          readinessProbe: health('/readiness'),
          ...resources('200m', '512Mi', '768Mi'),
        },
      ],
    }),
    { kind: 'Secret', metadata: named('nicefish-cms'), stringData: { 'token-key': `${settings.passwords.db}-token-key` } },
    service('nicefish-cms', 8080),
  ];
}

function db({ registry, versions, passwords, storage }: NicefishSettings): Draft[] {
  return [
    { kind: 'Secret', metadata: named('nicefish-db'), stringData: { username: 'nicefish', password: passwords.db } },
    { kind: 'ConfigMap', metadata: named('nicefish-db-config', 'nicefish-db'), data: { 'nicefish.cnf': '[mysqld]\ncharacter-set-server=utf8mb4\nmax_connections=120\ninnodb_buffer_pool_size=512M\nslow_query_log=1\nlong_query_time=2\n' } },
    {
      kind: 'StatefulSet',
      metadata: { ...named('nicefish-db'), annotations: cause(`MySQL ${versions.db}`) },
      spec: {
        replicas: 1,
        serviceName: 'nicefish-db',
        selector: { matchLabels: { app: 'nicefish-db' } },
        template: {
          metadata: { labels: labelsOf('nicefish-db') },
          spec: {
            containers: [
              {
                name: 'mysql',
                image: nicefishImage(registry, 'db', versions.db),
                ports: [{ name: 'mysql', containerPort: 3306 }],
                env: [{ name: 'MYSQL_ROOT_PASSWORD', valueFrom: { secretKeyRef: { name: 'nicefish-db', key: 'password' } } }],
                volumeMounts: [
                  { name: 'data', mountPath: '/var/lib/mysql' },
                  { name: 'config', mountPath: '/etc/mysql/conf.d' },
                ],
                readinessProbe: { tcpSocket: { port: 'mysql' }, periodSeconds: 5 },
                livenessProbe: { tcpSocket: { port: 'mysql' }, initialDelaySeconds: 30 },
                ...resources('250m', '1Gi'),
              },
            ],
            volumes: [{ name: 'config', configMap: { name: 'nicefish-db-config' } }],
          },
        },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } }],
      },
    },
    { ...service('nicefish-db', 3306), spec: { clusterIP: 'None', selector: { app: 'nicefish-db' }, ports: [{ name: 'mysql', port: 3306 }] } },
  ];
}

function redis({ registry, versions }: NicefishSettings): Draft[] {
  const container = { name: 'redis', image: redisImage(registry, versions.redis), ports: [{ name: 'redis', containerPort: 6379 }], readinessProbe: { tcpSocket: { port: 'redis' }, periodSeconds: 5 }, ...resources('50m', '64Mi', '128Mi') };
  return [deployment('nicefish-redis', 1, cause(`Redis ${versions.redis}`), { containers: [container] }), service('nicefish-redis', 6379)];
}

function ingress({ host }: NicefishSettings): Draft[] {
  const path = (prefix: string, name: string) => ({ path: prefix, pathType: 'Prefix', backend: { service: { name, port: { name: 'main' } } } });
  return [
    {
      kind: 'Ingress',
      metadata: { ...named('nicefish', 'nicefish-ui'), annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '10m' } },
      spec: { ingressClassName: 'nginx', tls: [{ hosts: [host], secretName: 'nicefish-tls' }], rules: [{ host, http: { paths: [path('/api', 'nicefish-cms'), path('/', 'nicefish-ui')] } }] },
    },
    { kind: 'Secret', type: 'kubernetes.io/tls', metadata: named('nicefish-tls', 'nicefish-ui'), stringData: { 'tls.crt': 'demo certificate', 'tls.key': 'demo key' } },
  ];
}

function backup({ registry, profile, retriesBackups }: NicefishSettings): Draft {
  const container = { name: 'backup', image: nicefishImage(registry, 'db-backup', '1.2.0'), env: [{ name: 'MYSQL_PASSWORD', valueFrom: { secretKeyRef: { name: 'nicefish-db', key: 'password' } } }, { name: 'BACKUP_TARGET', value: `s3://backups/${profile}/` }], ...resources('100m', '64Mi', '128Mi') };
  const template = { metadata: { labels: labelsOf('nicefish-db-backup') }, spec: { restartPolicy: retriesBackups ? 'OnFailure' : 'Never', containers: [container] } };
  return {
    kind: 'CronJob',
    metadata: named('nicefish-db-backup'),
    spec: { schedule: '0 2 * * *', concurrencyPolicy: 'Forbid', jobTemplate: { spec: { ...(!retriesBackups && { backoffLimit: 0 }), template } } },
  };
}

/** The NiceFish blog: UI, CMS, MySQL, Redis, its Ingress and its nightly backup. */
export function nicefishDrafts(settings: NicefishSettings): Draft[] {
  return [...db(settings), ...redis(settings), ...cms(settings), ...ui(settings), ...ingress(settings), backup(settings)];
}
