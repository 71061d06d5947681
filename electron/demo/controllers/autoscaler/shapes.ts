import type { KubeObject } from '../../objects/meta';
import type { Condition, LabelSelector } from '../../objects/workloads';

export interface ResourceMetric {
  name: 'cpu' | 'memory';
  target: { type: 'Utilization' | 'AverageValue' | 'Value'; averageUtilization?: number; averageValue?: string };
}

export interface MetricSpec {
  type: string;
  resource?: ResourceMetric;
}

export interface Autoscaler extends KubeObject {
  spec: {
    scaleTargetRef: { apiVersion?: string; kind: string; name: string };
    minReplicas?: number;
    maxReplicas: number;
    metrics?: MetricSpec[];
    behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules };
  };
  status: AutoscalerStatus;
}

export interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: 'Max' | 'Min' | 'Disabled';
}

export interface AutoscalerStatus {
  observedGeneration?: number;
  lastScaleTime?: string;
  currentReplicas?: number;
  desiredReplicas: number;
  currentMetrics?: unknown[] | null;
  conditions?: Condition[];
}

/** What an autoscaler can scale. */
export interface Scalable extends KubeObject {
  spec: { replicas: number; selector: LabelSelector };
}
