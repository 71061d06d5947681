import type { Draft } from '../objects/meta';

/** How NiceFish differs from one environment to the next. */
export interface NicefishSettings {
  /** Host and port. */
  registry: string;
  host: string;
  replicas: number;
  versions: { ui: string; cms: string; db: string; redis: string };
  passwords: { db: string };
}

export const nicefishImage = (registry: string, component: 'ui' | 'cms' | 'db' | 'db-backup', version: string) => `${registry}/nicefish/${component}:${version}`;
export const redisImage = (registry: string, version: string) => `${registry}/library/redis:${version}`;

const labelsOf = (name: string) => ({ app: name, 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'nicefish' });
const named = (name: string, part = name) => ({ name, labels: labelsOf(part) });
const cause = (text: string) => ({ 'kubernetes.io/change-cause': text });
const requests = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });

function service(name: string, port: number): Draft {
  return { kind: 'Service', metadata: named(name), spec: { selector: { app: name }, ports: [{ name: 'main', port, targetPort: port }] } };
}

function deployment(name: string, replicas: number, why: string, podSpec: Record<string, unknown>): Draft {
  return {
    kind: 'Deployment',
    metadata: { ...named(name), annotations: cause(why) },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: labelsOf(name) }, spec: podSpec } },
  };
}

function ui({ registry, versions, replicas }: NicefishSettings): Draft[] {
  return [
    { kind: 'ConfigMap', metadata: named('nicefish-ui-nginx', 'nicefish-ui'), data: { 'default.conf': 'server {\n  listen 80;\n  location /api/ { proxy_pass http://nicefish-cms:8080; }\n}\n' } },
    deployment('nicefish-ui', replicas, `UI ${versions.ui}`, {
      containers: [
        {
          name: 'ui',
          image: nicefishImage(registry, 'ui', versions.ui),
          ports: [{ name: 'http', containerPort: 80 }],
          volumeMounts: [{ name: 'nginx', mountPath: '/etc/nginx/conf.d' }],
          readinessProbe: { httpGet: { path: '/', port: 'http' } },
          ...requests('20m', '32Mi'),
        },
      ],
      volumes: [{ name: 'nginx', configMap: { name: 'nicefish-ui-nginx' } }],
    }),
    service('nicefish-ui', 80),
  ];
}

function cms({ registry, versions, replicas, host }: NicefishSettings): Draft[] {
  return [
    { kind: 'ConfigMap', metadata: named('nicefish-cms-config', 'nicefish-cms'), data: { SPRING_PROFILES_ACTIVE: 'kubernetes', SPRING_REDIS_HOST: 'nicefish-redis', SITE_URL: `https://${host}` } },
    deployment('nicefish-cms', replicas, `CMS ${versions.cms}`, {
      containers: [
        {
          name: 'cms',
          image: nicefishImage(registry, 'cms', versions.cms),
          ports: [{ name: 'http', containerPort: 8080 }],
          envFrom: [{ configMapRef: { name: 'nicefish-cms-config' } }],
          env: [{ name: 'SPRING_DATASOURCE_PASSWORD', valueFrom: { secretKeyRef: { name: 'nicefish-db', key: 'password' } } }],
          readinessProbe: { httpGet: { path: '/actuator/health', port: 'http' } },
          ...requests('200m', '512Mi'),
        },
      ],
    }),
    service('nicefish-cms', 8080),
  ];
}

function db({ registry, versions, passwords }: NicefishSettings): Draft[] {
  return [
    { kind: 'Secret', metadata: named('nicefish-db', 'nicefish-db'), stringData: { password: passwords.db } },
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
                volumeMounts: [{ name: 'data', mountPath: '/var/lib/mysql' }],
                readinessProbe: { tcpSocket: { port: 'mysql' } },
                ...requests('250m', '1Gi'),
              },
            ],
          },
        },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '8Gi' } } } }],
      },
    },
    { ...service('nicefish-db', 3306), spec: { clusterIP: 'None', selector: { app: 'nicefish-db' }, ports: [{ name: 'mysql', port: 3306 }] } },
  ];
}

function redis({ registry, versions }: NicefishSettings): Draft[] {
  const container = { name: 'redis', image: redisImage(registry, versions.redis), ports: [{ name: 'redis', containerPort: 6379 }], readinessProbe: { tcpSocket: { port: 'redis' } }, ...requests('50m', '64Mi') };
  return [deployment('nicefish-redis', 1, `Redis ${versions.redis}`, { containers: [container] }), service('nicefish-redis', 6379)];
}

function ingress({ host }: NicefishSettings): Draft[] {
  const path = (prefix: string, name: string) => ({ path: prefix, pathType: 'Prefix', backend: { service: { name, port: { name: 'main' } } } });
  return [
    {
      kind: 'Ingress',
      metadata: named('nicefish', 'nicefish-ui'),
      spec: { ingressClassName: 'nginx', tls: [{ hosts: [host], secretName: 'nicefish-tls' }], rules: [{ host, http: { paths: [path('/api', 'nicefish-cms'), path('/', 'nicefish-ui')] } }] },
    },
    { kind: 'Secret', type: 'kubernetes.io/tls', metadata: named('nicefish-tls', 'nicefish-ui'), stringData: { 'tls.crt': 'demo certificate', 'tls.key': 'demo key' } },
  ];
}

function backup({ registry }: NicefishSettings): Draft {
  const container = { name: 'backup', image: nicefishImage(registry, 'db-backup', '1.2.0'), env: [{ name: 'MYSQL_PASSWORD', valueFrom: { secretKeyRef: { name: 'nicefish-db', key: 'password' } } }] };
  return {
    kind: 'CronJob',
    metadata: named('nicefish-db-backup'),
    spec: { schedule: '0 2 * * *', concurrencyPolicy: 'Forbid', jobTemplate: { spec: { template: { metadata: { labels: labelsOf('nicefish-db-backup') }, spec: { restartPolicy: 'OnFailure', containers: [container] } } } } },
  };
}

function autoscaler(): Draft {
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: named('nicefish-cms'),
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nicefish-cms' }, minReplicas: 2, maxReplicas: 6, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }] },
  };
}

/** The NiceFish blog: UI, CMS, MySQL, Redis, its Ingress and its nightly backup. */
export function nicefishDrafts(settings: NicefishSettings): Draft[] {
  return [...db(settings), ...redis(settings), ...cms(settings), ...ui(settings), ...ingress(settings), backup(settings)];
}

/** Only where load comes: the real site. */
export const nicefishProductionDrafts = (): Draft[] => [autoscaler()];

/** A log collector on every node. */
export function logCollectorDraft(registry: string, version: string): Draft {
  const labels = { app: 'log-collector', 'app.kubernetes.io/name': 'log-collector', 'app.kubernetes.io/part-of': 'platform' };
  return {
    kind: 'DaemonSet',
    metadata: { name: 'log-collector', labels, annotations: cause(`fluent-bit ${version}`) },
    spec: { selector: { matchLabels: { app: 'log-collector' } }, template: { metadata: { labels }, spec: { containers: [{ name: 'fluent-bit', image: logCollectorImage(registry, version), ...requests('20m', '48Mi') }] } } },
  };
}
export const logCollectorImage = (registry: string, version: string) => `${registry}/library/fluent-bit:${version}`;
